/**
 * Brings one object in: cuts its bytes into chunks, and sends each to its
 * servers as it comes. Goes in: bytes in any pieces; comes out: the chunks, all
 * durable. Memory holds two blocks, however large the object is.
 */
import type { ChunkPut, Crc32c } from "../../gateway/chunk_client.ts";
import { BLOCK_BYTES } from "../../gateway/chunk_messages.ts";
import type { BufferPool } from "../../grpc/buffer_pool.ts";
import { GrpcError } from "../../grpc/grpc_status.ts";
import type { ChunkServers, KnownServer } from "./chunk_servers.ts";
import { GatewayError } from "./gateway_error.ts";
import { chunkId, type ChunkRow } from "./metadata.ts";
import { placeChunk } from "./placement.ts";

export interface UploadOptions {
  readonly version: string;
  readonly servers: ChunkServers;
  readonly crc32c: Crc32c;
  readonly pool: BufferPool;
  /** Never more than that comes; `undefined` where nobody said. */
  readonly announcedBytes: number | undefined;
  /** A multiple of `BLOCK_BYTES`. */
  readonly chunkBytes: number;
  readonly replicas: number;
  /** More than that is refused while it comes. */
  readonly sizeBytesMax: number;
}

/** What came, once all of it is durable. */
export interface UploadedObject {
  readonly sizeBytes: number;
  readonly crc32c: number;
  readonly chunks: readonly ChunkRow[];
}

/** One upload; `abandon` after a failure says what may have to be deleted. */
export class ObjectUpload {
  readonly #options: UploadOptions;
  readonly #chunks: ChunkRow[] = [];
  /** Two at most: one is filled while one is sent. */
  readonly #blocks: Uint8Array<ArrayBuffer>[] = [];
  #block: Uint8Array<ArrayBuffer> | null = null;
  #sent: Uint8Array<ArrayBuffer> | null = null;
  #filled = 0;
  #sizeBytes = 0;
  #crc32c = 0;
  #open: OpenPut | null = null;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: UploadOptions) {
    this.#options = options;
  }

  /** Every chunk that was begun, whole or not. */
  get begun(): readonly ChunkRow[] {
    return this.#chunks;
  }

  /** Fails with `GatewayError` or `GrpcError`, and leaves what was begun. */
  async receive(body: AsyncIterable<Uint8Array>): Promise<UploadedObject> {
    try {
      for await (const piece of body) await this.#take(piece);
      await this.#flush();
      await this.#closeChunk();
    } catch (failure) {
      await this.#sending.catch(() => {});
      for (const { put } of this.#open?.puts ?? []) put.cancel();
      throw failure;
    }
    // After a failure somebody may be sending them still.
    for (const block of this.#blocks) this.#options.pool.give(block);
    return {
      sizeBytes: this.#sizeBytes,
      crc32c: this.#crc32c,
      chunks: this.#chunks,
    };
  }

  async #take(piece: Uint8Array): Promise<void> {
    this.#sizeBytes += piece.length;
    if (this.#sizeBytes > this.#options.sizeBytesMax) {
      throw tooLarge(this.#options.sizeBytesMax);
    }
    for (let at = 0; at < piece.length;) {
      const block = this.#block ??= this.#freeBlock();
      const part = piece.subarray(at, at + block.length - this.#filled);
      block.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === block.length) await this.#flush();
    }
  }

  /** The one that is not being sent; a small object needs no large one. */
  #freeBlock(): Uint8Array<ArrayBuffer> {
    const free = this.#blocks.find((one) => one !== this.#sent);
    if (free !== undefined) return free;
    const { announcedBytes = BLOCK_BYTES, pool } = this.#options;
    const block = pool.take(Math.min(BLOCK_BYTES, announcedBytes));
    this.#blocks.push(block);
    return block;
  }

  /** Sends the block, and lets the other one be filled meanwhile. */
  async #flush(): Promise<void> {
    if (this.#filled === 0 || this.#block === null) return;
    const { crc32c, chunkBytes } = this.#options;
    const block = this.#block.subarray(0, this.#filled);
    this.#crc32c = crc32c(block, this.#crc32c);
    // The other block is free once what was sent of it is.
    await this.#sending;
    if (this.#open?.sizeBytes === chunkBytes) await this.#closeChunk();
    this.#open ??= await this.#openChunk();
    this.#open.sizeBytes += block.length;
    const sending = this.#send(this.#open, block, crc32c(block));
    this.#sending = sending;
    // It is awaited by the next block.
    sending.catch(() => {});
    this.#sent = this.#block;
    this.#block = null;
    this.#filled = 0;
  }

  async #send(
    { puts }: OpenPut,
    block: Uint8Array<ArrayBuffer>,
    crc: number,
  ): Promise<void> {
    await Promise.all(
      puts.map(({ put, server }) =>
        this.#at(server, () => put.write(block, crc))
      ),
    );
  }

  async #openChunk(): Promise<OpenPut> {
    const { replicas, servers, version } = this.#options;
    const number = this.#chunks.length;
    const { up } = servers;
    if (up.length < replicas) {
      throw new GatewayError(
        "Unavailable",
        `Cannot keep ${replicas} replicas: ${up.length} of ` +
          `${servers.all.length} chunk servers answer`,
      );
    }
    const places = placeChunk(up, { version, number, replicas });
    this.#chunks.push({
      number,
      sizeBytes: 0,
      servers: places.map(({ name }) => name),
    });
    const head = { id: chunkId(version, number), sizeBytes: 0 };
    const begun = await Promise.allSettled(places.map(async (server) => ({
      server,
      put: await this.#at(server, () => server.client.put(head)),
    })));
    const puts = begun.flatMap((one) =>
      one.status === "fulfilled" ? [one.value] : []
    );
    for (const one of begun) {
      if (one.status === "fulfilled") continue;
      // Those that began would wait for blocks for ever.
      for (const { put } of puts) put.cancel();
      throw one.reason;
    }
    return { puts, sizeBytes: 0 };
  }

  async #closeChunk(): Promise<void> {
    await this.#sending;
    const open = this.#open;
    const chunk = this.#chunks.at(-1);
    if (open === null || chunk === undefined) return;
    const { sizeBytes } = open;
    await Promise.all(open.puts.map(async ({ put, server }) => {
      const stored = await this.#at(server, () => put.finish());
      if (stored.sizeBytes !== sizeBytes) {
        throw new GatewayError(
          "Corrupted",
          `Server "${server.name}" stored ${stored.sizeBytes} bytes of a ` +
            `chunk of ${sizeBytes}`,
        );
      }
    }));
    this.#chunks[this.#chunks.length - 1] = { ...chunk, sizeBytes };
    this.#open = null;
  }

  async #at<T>(server: KnownServer, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (failure) {
      this.#options.servers.failed(server, failure);
      throw named(server, failure);
    }
  }
}

/** A server that is full is told by its name: somebody has to make room. */
function named({ name }: KnownServer, failure: unknown): unknown {
  const isFull = failure instanceof GrpcError &&
    failure.code === "RESOURCE_EXHAUSTED";
  if (!isFull) return failure;
  return new GatewayError(
    "NoSpace",
    `Chunk server "${name}" is full: ${failure.message}: delete objects, or ` +
      "give its folder more room",
    { cause: failure, server: name },
  );
}

interface OpenPut {
  readonly puts: readonly {
    readonly put: ChunkPut;
    readonly server: KnownServer;
  }[];
  sizeBytes: number;
}

/** The refusal of an object that is too large, before or while it comes. */
export function tooLarge(sizeBytesMax: number): GatewayError {
  return new GatewayError(
    "TooLarge",
    `An object has ${sizeBytesMax} bytes at most`,
  );
}
