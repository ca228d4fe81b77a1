/**
 * The calls of `chunk_store.proto` over a folder of chunks. Goes in: messages;
 * comes out: messages. What does not fit is refused before it is visible.
 */
import { statfs } from "node:fs/promises";
import {
  BLOCK_BYTES,
  CHUNK_METHODS,
  readGet,
  readName,
  readPut,
  writeGetBlock,
  writeHealth,
  writeName,
  writePutEnd,
} from "../../gateway/chunk_messages.ts";
import { GrpcError } from "../../grpc/grpc_status.ts";
import type { BufferPool } from "../../grpc/buffer_pool.ts";
import type { GrpcHandler, ServerCall } from "../../grpc/grpc_server.ts";
import {
  checkId,
  type ChunkCore,
  type ChunkFiles,
  type ChunkWriter,
  type OpenChunk,
} from "./chunk_files.ts";

/** 1.67 GB: a sixth of the largest object, in whole blocks. */
export const CHUNK_BYTES_MAX = 6358 * BLOCK_BYTES;

/** Whether objects can be cut into chunks of so many bytes. */
export function isChunkSize(bytes: number): boolean {
  return bytes > 0 && bytes % BLOCK_BYTES === 0 && bytes <= CHUNK_BYTES_MAX;
}

export interface ChunkServiceOptions {
  readonly core: ChunkCore;
  readonly files: ChunkFiles;
  /** Whose space is told. */
  readonly folder: string;
  readonly node: string;
  /** Waits so long before each block, as a slow disk does; 0: does not. */
  readonly delayMs: number;
  /** Of the blocks on their way out. */
  readonly pool: BufferPool;
}

/** The methods of one chunk server. */
export function chunkMethods(
  options: ChunkServiceOptions,
): Record<string, GrpcHandler> {
  const commits: Commits = new Map();
  return {
    [CHUNK_METHODS.put]: (call) => put(options, call, commits),
    [CHUNK_METHODS.get]: (call) => get(options, call),
    [CHUNK_METHODS.delete]: (call) => remove(options, call, commits),
    [CHUNK_METHODS.health]: (call) => health(options, call),
    [CHUNK_METHODS.list]: (call) => list(options, call),
  };
}

/** Chunks that are getting their name: a delete must not come before it. */
type Commits = Map<string, Promise<unknown>>;

async function put(
  options: ChunkServiceOptions,
  call: ServerCall,
  commits: Commits,
): Promise<void> {
  const first = await call.messages.next();
  const part = first === null ? null : readPut(first);
  if (part?.kind !== "head") {
    throw new GrpcError("INVALID_ARGUMENT", "A put begins with its head");
  }
  const { id, sizeBytes } = part.head;
  checkId(id);
  if (sizeBytes > CHUNK_BYTES_MAX) throw tooLarge(id);
  const writer = await options.files.create(id);
  try {
    await receive(options, call, writer);
    if (sizeBytes !== 0 && writer.sizeBytes !== sizeBytes) {
      throw new GrpcError(
        "OUT_OF_RANGE",
        `Chunk "${id}" has ${writer.sizeBytes} bytes, and ${sizeBytes} were ` +
          "announced",
      );
    }
    if (writer.sizeBytes === 0) {
      throw new GrpcError("INVALID_ARGUMENT", `Chunk "${id}" has no bytes`);
    }
    const commit = writer.commit();
    commits.set(id, commit);
    const crc32c = await commit.finally(() => commits.delete(id));
    await call.send(writePutEnd({ id, sizeBytes: writer.sizeBytes }, crc32c));
  } finally {
    await writer.discard();
  }
}

async function receive(
  options: ChunkServiceOptions,
  call: ServerCall,
  writer: ChunkWriter,
): Promise<void> {
  let isLast = false;
  for await (const message of call.messages) {
    const part = readPut(message);
    if (part.kind === "head") {
      throw new GrpcError("INVALID_ARGUMENT", "A put has one head");
    }
    const { content, crc32c } = part.block;
    const { length } = content;
    if (isLast || length === 0 || length > BLOCK_BYTES) {
      throw new GrpcError(
        "INVALID_ARGUMENT",
        `A block has ${length} bytes: every block but the last has ` +
          `${BLOCK_BYTES}, and none has 0`,
      );
    }
    isLast = length < BLOCK_BYTES;
    if (writer.sizeBytes + length > CHUNK_BYTES_MAX) throw tooLarge("");
    if (options.core.crc32c(content) !== crc32c) {
      throw new GrpcError(
        "DATA_LOSS",
        `The block at byte ${writer.sizeBytes} does not fit its checksum`,
      );
    }
    await delay(options, call);
    await writer.append(content, crc32c);
  }
}

async function get(
  options: ChunkServiceOptions,
  call: ServerCall,
): Promise<void> {
  const { id, start, length } = readGet(await theOne(call));
  const chunk = await options.files.open(id);
  try {
    if (start >= chunk.sizeBytes) {
      throw new GrpcError(
        "OUT_OF_RANGE",
        `Chunk "${id}" has ${chunk.sizeBytes} bytes, and none at ${start}`,
      );
    }
    const end = length === 0
      ? chunk.sizeBytes
      : Math.min(chunk.sizeBytes, start + length);
    await sendBlocks(options, call, { chunk, start, end });
  } finally {
    chunk.close();
  }
}

/** One block is read while the one before is sent. */
async function sendBlocks(
  options: ChunkServiceOptions,
  call: ServerCall,
  { chunk, start, end }: {
    readonly chunk: OpenChunk;
    readonly start: number;
    readonly end: number;
  },
): Promise<void> {
  const { core, pool } = options;
  const first = Math.floor(start / BLOCK_BYTES);
  const last = Math.ceil(end / BLOCK_BYTES);
  const buffers = Array.from(
    { length: Math.min(2, last - first) },
    () => pool.take(Math.min(BLOCK_BYTES, chunk.sizeBytes)),
  );
  const read = (number: number) =>
    chunk.block(number, buffers[number % buffers.length] ?? new Uint8Array());
  let next = read(first);
  try {
    for (let at = first; at < last; at++) {
      const block = await next;
      const from = at * BLOCK_BYTES;
      const cut = block.subarray(Math.max(0, start - from), end - from);
      if (at + 1 < last) {
        next = read(at + 1);
        // It is awaited in the next turn, unless sending fails before.
        next.catch(() => {});
      }
      await delay(options, call);
      await call.send(writeGetBlock(cut.length, core.crc32c(cut)), cut);
    }
  } finally {
    // Neither file nor buffer may be given up under a read.
    await next.catch(() => {});
    for (const buffer of buffers) pool.give(buffer);
  }
}

async function remove(
  { files }: ChunkServiceOptions,
  call: ServerCall,
  commits: Commits,
): Promise<void> {
  const { id } = readName(await theOne(call));
  // How it ended is the affair of the put.
  await commits.get(id)?.catch(() => {});
  await files.delete(id);
  await call.send(new Uint8Array());
}

async function health(
  { files, folder, node }: ChunkServiceOptions,
  call: ServerCall,
): Promise<void> {
  const { bavail, blocks, bsize } = await statfs(folder);
  await call.send(writeHealth({
    isServing: true,
    freeBytes: bavail * bsize,
    totalBytes: blocks * bsize,
    chunkCount: await files.count(),
    node,
  }));
}

async function list(
  { files }: ChunkServiceOptions,
  call: ServerCall,
): Promise<void> {
  for await (const name of files.list()) await call.send(writeName(name));
}

async function theOne(call: ServerCall): Promise<Uint8Array<ArrayBuffer>> {
  const message = await call.messages.next();
  if (message !== null) return message;
  throw new GrpcError("INVALID_ARGUMENT", "The call has no message");
}

async function delay(
  { delayMs }: ChunkServiceOptions,
  { signal }: ServerCall,
): Promise<void> {
  if (delayMs === 0 || signal.aborted) return;
  await new Promise((resolve) => setTimeout(resolve, delayMs));
}

function tooLarge(id: string): GrpcError {
  return new GrpcError(
    "RESOURCE_EXHAUSTED",
    `Chunk "${id}" is too large: one has ${CHUNK_BYTES_MAX} bytes at most`,
  );
}
