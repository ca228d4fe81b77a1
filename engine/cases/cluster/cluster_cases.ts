/** Cases `cluster.*`: which body tries which, and which are slow. */
import type { BodyCase } from "../case.ts";
import {
  deleteChunk,
  getChunk,
  healthCheck,
  largeChunk,
  missingChunk,
  oddChunkId,
  putChunk,
} from "./chunk_cases.ts";
import {
  concurrentStreams,
  distribution,
  manyDownloads,
  manyUploads,
  mixedOperations,
  raceOnOneKey,
  someAtOnce,
} from "./crowd_cases.ts";
import {
  largeFile,
  largestFile,
  missingFile,
  rejectedFile,
  smallFile,
} from "./file_cases.ts";
import {
  cutInMiddle,
  malformedJson,
  oddPaths,
  secondUpload,
  shortBody,
  wrongChecksum,
} from "./input_cases.ts";
import { chunkSpeed, databasePool } from "./speed_cases.ts";
import {
  deleteFile,
  fileMetadata,
  listFiles,
  oddContentType,
} from "./word_cases.ts";

const BODIES: Readonly<Record<string, BodyCase["body"]>> = {
  "e2e.upload_download_small_file": smallFile,
  "e2e.upload_download_large_file": largeFile,
  "e2e.upload_exceeds_max_size": rejectedFile,
  "e2e.download_nonexistent_file": missingFile,
  "e2e.list_files": listFiles,
  "e2e.delete_file": deleteFile,
  "e2e.get_file_metadata": fileMetadata,
  "e2e.upload_invalid_content_type": oddContentType,
  "e2e.upload_download_max_size": largestFile,
  "e2e.concurrent_operations": someAtOnce,
  "grpc.put_chunk_success": putChunk,
  "grpc.put_chunk_invalid_chunk_id": oddChunkId,
  "grpc.get_chunk_success": getChunk,
  "grpc.get_chunk_not_found": missingChunk,
  "grpc.delete_chunk_success": deleteChunk,
  "grpc.health_check": healthCheck,
  "grpc.streaming_performance": chunkSpeed,
  "grpc.concurrent_streams": concurrentStreams,
  "grpc.chunk_distribution": distribution,
  "grpc.large_chunk_handling": largeChunk,
  "concurrent.concurrent_uploads": manyUploads,
  "concurrent.concurrent_downloads": manyDownloads,
  "concurrent.mixed_operations": mixedOperations,
  "concurrent.database_connection_pool": databasePool,
  "concurrent.race_conditions": raceOnOneKey,
  "input.malformed_json": malformedJson,
  "input.odd_paths": oddPaths,
  "input.short_body": shortBody,
  "input.cut_upload": cutInMiddle,
  "input.second_upload": secondUpload,
  "input.wrong_checksum": wrongChecksum,
};

/** Gigabytes, each; 10 GB at 20 MB/s end within the time. */
const SLOW: readonly string[] = [
  "e2e.upload_download_large_file",
  "e2e.upload_download_max_size",
  "grpc.put_chunk_success",
  "grpc.streaming_performance",
  "grpc.large_chunk_handling",
];
const SLOW_TIMEOUT_NS = 1800e9;

/** Of a gateway with chunk servers. */
export const CLUSTER_CASES: readonly BodyCase[] = Object.entries(BODIES).map(
  ([id, body]) => ({
    id: `cluster.${id}`,
    schemes: ["gateway"],
    needs: ["write", "read", "list", "delete"],
    ...(SLOW.includes(id) && { isSlow: true, timeoutNs: SLOW_TIMEOUT_NS }),
    body,
  }),
);
