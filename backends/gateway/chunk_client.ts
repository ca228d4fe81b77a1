/**
 * A chunk server as its callers see it: the calls of `chunk_store.proto`. Every
 * failure is a `GrpcError`; every block that comes is compared with its checksum.
 */
import type { BufferPool } from "../grpc/buffer_pool.ts";
import { type GrpcAddress, GrpcClient } from "../grpc/grpc_client.ts";
import { GrpcError } from "../grpc/grpc_status.ts";
import {
  BLOCK_BYTES,
  CHUNK_METHODS,
  type ChunkHealth,
  type ChunkName,
  readBlock,
  readHealth,
  readName,
  readPutEnd,
  writeGet,
  writeName,
  writePutBlock,
  writePutHead,
} from "./chunk_messages.ts";

/** CRC-32C, continued from the second argument. */
export type Crc32c = (bytes: Uint8Array<ArrayBuffer>, seed?: number) => number;

export interface ChunkClientOptions {
  readonly address: GrpcAddress;
  readonly crc32c: Crc32c;
  /** A block that was read is then good only until the next is asked for. */
  readonly pool?: BufferPool;
}

/** A chunk that is being put: blocks of `BLOCK_BYTES`, the last one shorter. */
export interface ChunkPut {
  /** Waits while the server has enough; `block` must not change until then. */
  write(block: Uint8Array<ArrayBuffer>, crc32c?: number): Promise<void>;
  /** Resolves once the chunk is durable. */
  finish(): Promise<ChunkName & { readonly crc32c: number }>;
  /** Leaves nothing; harmless after `finish`. */
  cancel(): void;
}

/** Half-open; without `end` up to the end of the chunk. */
export interface ChunkRange {
  readonly start: number;
  readonly end?: number;
}

/** Keeps one connection, made when it is needed. */
export class ChunkClient {
  readonly #client: GrpcClient;
  readonly #crc32c: Crc32c;

  constructor({ address, crc32c, pool }: ChunkClientOptions) {
    this.#client = new GrpcClient(address, pool);
    this.#crc32c = crc32c;
  }

  /** With a size of 0 the server learns it at the end. */
  async put(name: ChunkName, signal?: AbortSignal): Promise<ChunkPut> {
    const call = await this.#client.call(CHUNK_METHODS.put, signal);
    // A refusal is told by what is sent next.
    await call.send(writePutHead(name)).catch(() => {});
    return {
      write: async (block, crc32c = this.#crc32c(block)) => {
        const head = writePutBlock(block.length, crc32c);
        await call.send(head, block).catch((cause) => this.#why(call, cause));
      },
      finish: async () => {
        await call.end().catch((cause) => this.#why(call, cause));
        const answer = await call.messages.next();
        if (answer === null) {
          throw new GrpcError("INTERNAL", "The put ended without an answer");
        }
        const stored = readPutEnd(answer);
        await call.messages.next();
        return stored;
      },
      cancel: () => call.cancel(),
    };
  }

  /** All of `chunks` as one chunk, in blocks as the server wants them. */
  async putAll(
    name: ChunkName,
    pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ): Promise<ChunkName & { readonly crc32c: number }> {
    const put = await this.put(name);
    try {
      for await (const block of pieces) await put.write(block);
      return await put.finish();
    } catch (failure) {
      put.cancel();
      throw failure;
    }
  }

  /** Fails with `DATA_LOSS` for a block that changed on its way. */
  async *read(
    id: string,
    { start, end }: ChunkRange,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const call = await this.#client.call(CHUNK_METHODS.get, signal);
    try {
      await call.send(writeGet(id, start, end)).catch(() => {});
      await call.end().catch(() => {});
      for await (const message of call.messages) {
        const { content, crc32c } = readBlock(message);
        if (this.#crc32c(content) !== crc32c) {
          throw new GrpcError(
            "DATA_LOSS",
            `A block of chunk "${id}" changed on its way`,
          );
        }
        yield content;
      }
    } finally {
      call.cancel();
      call.messages.discard();
    }
  }

  /** Fails with `NOT_FOUND` where it was not there. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    const request = writeName({ id, sizeBytes: 0 });
    await this.#client.unary(CHUNK_METHODS.delete, request, signal);
  }

  async health(signal?: AbortSignal): Promise<ChunkHealth> {
    const request = new Uint8Array();
    return readHealth(
      await this.#client.unary(CHUNK_METHODS.health, request, signal),
    );
  }

  /** Every chunk that the server has. */
  async *list(signal?: AbortSignal): AsyncGenerator<ChunkName> {
    const call = await this.#client.call(CHUNK_METHODS.list, signal);
    try {
      await call.send(new Uint8Array());
      await call.end();
      for await (const message of call.messages) yield readName(message);
    } finally {
      call.cancel();
    }
  }

  /** Ends what is under way with `UNAVAILABLE`; a later call connects again. */
  disconnect(): void {
    this.#client.disconnect();
  }

  close(): void {
    this.#client.close();
  }

  /** What the server said goes before the fact that it stopped listening. */
  async #why(
    call: { readonly messages: { next(): Promise<unknown> } },
    cause: unknown,
  ): Promise<never> {
    await call.messages.next();
    throw cause;
  }
}

/** Views of `bytes` as long as blocks must be. */
export async function* blocksOf(
  bytes: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    yield await Promise.resolve(bytes.subarray(at, at + BLOCK_BYTES));
  }
}
