/** Cases `pipeline.*`: which body tries which, and where. */
import type { BodyCase } from "../case.ts";
import { batch, largeWithProgress } from "./batch_copies.ts";
import { failing } from "./failing_copies.ts";
import {
  concurrent,
  cycle,
  handlerUpload,
  hashVerification,
  memoryPressure,
  multipart,
  smallFiles,
} from "./stream_copies.ts";

const BODIES: Readonly<Record<string, BodyCase["body"]>> = {
  "stream.small_file_streaming": smallFiles,
  "stream.multipart_streaming": multipart,
  "stream.memory_pressure_streaming": memoryPressure,
  "stream.concurrent_streaming": concurrent,
  "stream.streaming_with_errors": failing,
  "stream.hash_verification": hashVerification,
  "stream.upload_download_cycle": cycle,
  "stream.multipart_upload_with_handler": handlerUpload,
  "batch.file_copy_with_hash_verification": batch,
  "batch.large_file_streaming_with_progress": largeWithProgress,
};

/** Memory has no streams: there they are skipped. */
export const PIPELINE_CASES: readonly BodyCase[] = Object.entries(BODIES).map(
  ([id, body]) => ({
    id: `pipeline.${id}`,
    schemes: ["file", "direct", "s3", "az"],
    needs: ["read", "write", "stat", "list", "delete", "writeStream"],
    body,
  }),
);
