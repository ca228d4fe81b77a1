/**
 * A cluster behind its gateway as those who judge it see it: requests of the
 * OpenAPI document as they are written, also unsound ones, and every chunk
 * server by gRPC. All failures are `StorageError`s but refusals of chunk
 * servers, which are `GrpcError`s with the code of the proto.
 */
import type { ChunkHealth, ChunkName } from "./chunk_messages.ts";

/** One request, below the target's prefix where it names an object. */
export interface ClusterRequest {
  readonly method: string;
  /** Of an object, or a path as it is sent. */
  readonly path:
    | { readonly kind: "objects" | "metadata"; readonly key: string }
    | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  /** What the head says of the body, true or not. */
  readonly sizeBytes?: number;
  /** Sends no body: asks whether `sizeBytes` would be taken. */
  readonly asksLeave?: boolean;
  /** Cuts the connection. */
  readonly signal?: AbortSignal;
}

/** Any answer; `json` is `undefined` where the body is none. */
export interface ClusterAnswer {
  readonly status: number;
  /** Of an error, for programs; empty where there is none. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
}

/** A chunk that was stored, as its server tells it. */
export interface StoredChunk extends ChunkName {
  readonly crc32c: number;
}

/** One chunk server. */
export interface ChunkNode {
  readonly name: string;
  /** Pieces are blocks of `blockBytes`, the last one shorter. */
  put(
    chunk: ChunkName,
    blocks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ): Promise<StoredChunk>;
  /**
   * Checked blocks in order; without `end` up to the end of the chunk. A block is
   * good until the next is asked for.
   */
  read(
    id: string,
    range: { readonly start: number; readonly end?: number },
  ): AsyncIterable<Uint8Array<ArrayBuffer>>;
  delete(id: string): Promise<void>;
  health(): Promise<ChunkHealth>;
  list(): AsyncIterable<ChunkName>;
}

/** Open until `close`. */
export interface ClusterFace {
  /** Bytes of each block of a chunk but its last. */
  readonly blockBytes: number;
  /** Most bytes of one object, as the document promises. */
  readonly objectBytesMax: number;
  /** Most bytes of one chunk, likewise. */
  readonly chunkBytesMax: number;
  /** Of the target's setting, else as the gateway's `/health` names them. */
  readonly nodes: readonly ChunkNode[];
  send(request: ClusterRequest): Promise<ClusterAnswer>;
  close(): Promise<void>;
}
