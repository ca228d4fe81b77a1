/**
 * Brings the bytes of one object out, chunk by chunk, from whichever replica has
 * them. Goes in: chunks and a range; comes out: checked blocks in order.
 */
import { GrpcError } from "../../grpc/grpc_status.ts";
import type { ChunkServers } from "./chunk_servers.ts";
import { chunkId, type ChunkRow } from "./metadata.ts";

export interface DownloadOptions {
  readonly version: string;
  readonly chunks: readonly ChunkRow[];
  readonly servers: ChunkServers;
  /** Half-open, within the object. */
  readonly range: { readonly start: number; readonly end: number };
}

/** Fails with a `GrpcError` once no replica of a chunk can go on. */
export async function* downloadObject(
  options: DownloadOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { chunks, range } = options;
  let from = 0;
  for (const chunk of chunks) {
    const start = Math.max(0, range.start - from);
    const end = Math.min(chunk.sizeBytes, range.end - from);
    if (start < end) yield* readChunk(options, chunk, { start, end });
    from += chunk.sizeBytes;
  }
}

/** Goes on with the next replica where one stopped. */
async function* readChunk(
  { servers, version }: DownloadOptions,
  chunk: ChunkRow,
  { start, end }: DownloadOptions["range"],
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const id = chunkId(version, chunk.number);
  let failure: unknown;
  let at = start;
  // Those that answer come first; the others may do so again.
  const known = chunk.servers.flatMap((name) => servers.named(name) ?? [])
    .sort((a, b) => Number(a.health === null) - Number(b.health === null));
  if (known.length === 0) throw unknown(chunk);
  for (const server of known) {
    try {
      for await (const block of server.client.read(id, { start: at, end })) {
        at += block.length;
        yield block;
      }
      if (at === end) return;
      throw new GrpcError("DATA_LOSS", `Chunk "${id}" ends at byte ${at}`);
    } catch (cause) {
      servers.failed(server, cause);
      // A damaged chunk says more than a server that is away.
      const isWorse = cause instanceof GrpcError && cause.code === "DATA_LOSS";
      if (failure === undefined || isWorse) failure = cause;
    }
  }
  throw failure;
}

/** It was served with more of them before. */
function unknown({ servers }: ChunkRow): GrpcError {
  const names = servers.map((name) => `"${name}"`).join(" and ");
  return new GrpcError(
    "UNAVAILABLE",
    `A chunk of it is on ${names}, and this gateway knows no such server: ` +
      "start it with all that it had",
  );
}
