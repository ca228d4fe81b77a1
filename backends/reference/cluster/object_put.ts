/**
 * One put from its head to its row: what was refused leaves nothing behind, and
 * what is told to be there is. Goes in: a request; comes out: the object, or the
 * reason why there is none.
 */
import type { Crc32c } from "../../gateway/chunk_client.ts";
import type { BufferPool } from "../../grpc/buffer_pool.ts";
import type { HttpRequest } from "../http/http_connection.ts";
import type { ChunkServers } from "./chunk_servers.ts";
import { GatewayError } from "./gateway_error.ts";
import { conditionOf, describedBy } from "./gateway_request.ts";
import type { Metadata } from "./metadata.ts";
import type { ObjectRow } from "./object_row.ts";
import { ObjectUpload, tooLarge } from "./object_upload.ts";
import { checkEnd, checksumOf } from "./object_words.ts";
import type { Sweeper } from "./sweeper.ts";

export interface PutOptions {
  readonly metadata: Metadata;
  readonly servers: ChunkServers;
  readonly sweeper: Sweeper;
  readonly crc32c: Crc32c;
  readonly pool: BufferPool;
  readonly chunkBytes: number;
  readonly replicas: number;
  readonly sizeBytesMax: number;
  readonly nowMs: () => number;
}

/** Resolves once the object is visible and durable. */
export async function putObject(
  options: PutOptions,
  key: string,
  request: HttpRequest,
): Promise<ObjectRow> {
  const { metadata, nowMs, sizeBytesMax, sweeper } = options;
  const condition = conditionOf(request);
  const described = describedBy(request);
  const expected = checksumOf(request);
  if ((request.body.sizeBytes ?? 0) > sizeBytesMax) {
    throw tooLarge(sizeBytesMax);
  }
  const version = crypto.randomUUID().replaceAll("-", "");
  await metadata.begin(version, nowMs());
  const { sizeBytes: announcedBytes } = request.body;
  const upload = new ObjectUpload({ ...options, version, announcedBytes });
  let object: ObjectRow | null = null;
  try {
    const { sizeBytes, crc32c, chunks } = await upload.receive(request.body);
    if (expected !== null && expected !== crc32c) {
      throw new GatewayError(
        "ChecksumMismatch",
        `The body has CRC-32C ${crc32c}, and should have ${expected}`,
      );
    }
    const modifiedMs = nowMs();
    object = { key, version, sizeBytes, crc32c, modifiedMs, ...described };
    checkEnd(await metadata.commit(object, chunks, condition), key);
    sweeper.sweep();
    return object;
  } catch (failure) {
    // A database that died in a commit may have made it nevertheless.
    const isVisible = await sweeper.abandon(version, upload.begun);
    if (isVisible && object !== null) return object;
    throw failure;
  }
}
