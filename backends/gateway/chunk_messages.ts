/**
 * The messages of `chunk_store.proto` as bytes and back; that file says what
 * they mean. Bytes of blocks are never copied: they follow their head.
 */
import { GrpcError } from "../grpc/grpc_status.ts";
import { ProtoFields, ProtoWriter } from "../grpc/protobuf.ts";

/** Of every block but the last; twice as much makes a process grow by 40 MB. */
export const BLOCK_BYTES = 256 * 1024;

/** Where methods are. */
export const CHUNK_METHODS = {
  put: "/storverify.cluster.v1.ChunkStore/PutChunk",
  get: "/storverify.cluster.v1.ChunkStore/GetChunk",
  delete: "/storverify.cluster.v1.ChunkStore/DeleteChunk",
  health: "/storverify.cluster.v1.ChunkStore/HealthCheck",
  list: "/storverify.cluster.v1.ChunkStore/ListChunks",
} as const;

/** Fields that name a chunk: a request to delete, or an entry of a list. */
export interface ChunkName {
  readonly id: string;
  readonly sizeBytes: number;
}

/** What a chunk server says of itself. */
export interface ChunkHealth {
  readonly isServing: boolean;
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly chunkCount: number;
  readonly node: string;
}

/** Content that was checked by nobody yet. */
export interface ChunkBlock {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly crc32c: number;
}

/** One message of `PutChunk`. */
export type PutPart =
  | { readonly kind: "head"; readonly head: ChunkName }
  | { readonly kind: "block"; readonly block: ChunkBlock };

/** A name and a size, which are fields 1 and 2 of several messages. */
export function writeName({ id, sizeBytes }: ChunkName) {
  return new ProtoWriter().text(1, id).number(2, sizeBytes).done();
}

/** `PutChunkRequest` with a head. */
export function writePutHead(head: ChunkName) {
  return new ProtoWriter().bytes(1, writeName(head)).done();
}

/** `PutChunkRequest` up to the content of its block. */
export function writePutBlock(length: number, crc32c: number) {
  const content = new ProtoWriter().fixed32(2, crc32c).announce(1, length)
    .done();
  const head = new ProtoWriter().announce(2, content.length + length).done();
  const joined = new Uint8Array(head.length + content.length);
  joined.set(head);
  joined.set(content, head.length);
  return joined;
}

/** A `GetChunkResponse` up to its content. */
export function writeGetBlock(length: number, crc32c: number) {
  return new ProtoWriter().fixed32(2, crc32c).announce(1, length).done();
}

/** A whole `PutChunkResponse`. */
export function writePutEnd(name: ChunkName, crc32c: number) {
  return new ProtoWriter().text(1, name.id).number(2, name.sizeBytes)
    .fixed32(3, crc32c).done();
}

/** Of `PutChunkResponse`: CRC-32C of the chunk, beside its name. */
export function readPutEnd(message: Uint8Array<ArrayBuffer>) {
  const { name, fields } = named(message);
  return { ...name, crc32c: fields.number(3) };
}

/** `GetChunkRequest`; without `end` up to the end of the chunk. */
export function writeGet(id: string, start: number, end?: number) {
  const length = end === undefined ? 0 : end - start;
  return new ProtoWriter().text(1, id).number(2, start).number(3, length)
    .done();
}

/** Of `GetChunkRequest`. A length of 0 is none. */
export function readGet(message: Uint8Array<ArrayBuffer>) {
  const { name, fields } = named(message);
  return { id: name.id, start: name.sizeBytes, length: fields.number(3) };
}

/** A name and a size. Fails with `INVALID_ARGUMENT`, as all that read. */
export function readName(message: Uint8Array<ArrayBuffer>): ChunkName {
  return named(message).name;
}

/** Either kind of `PutChunkRequest`. */
export function readPut(message: Uint8Array<ArrayBuffer>): PutPart {
  const fields = parse(message);
  if (fields.has(1)) return { kind: "head", head: readName(fields.bytes(1)) };
  return { kind: "block", block: readBlock(fields.bytes(2)) };
}

/** `ChunkBlock`, and `GetChunkResponse`, which has the same fields. */
export function readBlock(message: Uint8Array<ArrayBuffer>): ChunkBlock {
  const fields = parse(message);
  return { content: fields.bytes(1), crc32c: fields.number(2) };
}

/** A whole `HealthCheckResponse`. */
export function writeHealth(health: ChunkHealth) {
  return new ProtoWriter().number(1, health.isServing ? 1 : 0)
    .number(2, health.freeBytes).number(3, health.totalBytes)
    .number(4, health.chunkCount).text(5, health.node).done();
}

/** Of `HealthCheckResponse`. */
export function readHealth(message: Uint8Array<ArrayBuffer>): ChunkHealth {
  const fields = parse(message);
  return {
    isServing: fields.number(1) !== 0,
    freeBytes: fields.number(2),
    totalBytes: fields.number(3),
    chunkCount: fields.number(4),
    node: fields.text(5),
  };
}

function named(message: Uint8Array<ArrayBuffer>) {
  const fields = parse(message);
  try {
    const name = { id: fields.text(1), sizeBytes: fields.number(2) };
    return { name, fields };
  } catch (cause) {
    throw notUnderstood(cause);
  }
}

function parse(message: Uint8Array<ArrayBuffer>): ProtoFields {
  try {
    return new ProtoFields(message);
  } catch (cause) {
    throw notUnderstood(cause);
  }
}

function notUnderstood(cause: unknown): GrpcError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GrpcError(
    "INVALID_ARGUMENT",
    `Cannot read the message: ${reason}`,
    { cause },
  );
}
