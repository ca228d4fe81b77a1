/** A chunk server in memory, as `chunk_store.proto` has it. */
import type { ChunkName, ChunkNode } from "../../backends/mod.ts";
import { type GrpcCode, GrpcError } from "../../backends/grpc/grpc_status.ts";
import { runningChecksum } from "../../backends/checksum.ts";
import { crc32cNumber } from "../../backends/gateway/gateway_facts.ts";

const TOTAL_BYTES = 1 << 30;
const CHUNK_BLOCKS_MAX = 8;

export class MemoryNode {
  readonly name: string;
  readonly #chunks = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #blockBytes: number;

  constructor(name: string, blockBytes: number) {
    this.name = name;
    this.#blockBytes = blockBytes;
  }

  hold(id: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.#chunks.set(id, bytes);
  }

  drop(id: string): void {
    this.#chunks.delete(id);
  }

  /** As those who judge it see it. */
  face(): ChunkNode {
    return {
      name: this.name,
      put: (chunk, blocks) => this.#put(chunk, blocks),
      read: (id, range) => this.#read(id, range),
      delete: async (id) => {
        await Promise.resolve(this.#find(id));
        this.drop(id);
      },
      health: () => Promise.resolve(this.#health()),
      list: () => this.#list(),
    };
  }

  async #put(
    { id, sizeBytes }: ChunkName,
    blocks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ) {
    if (!/^[0-9a-f]{32}-\d{1,4}$/.test(id)) throw refused("INVALID_ARGUMENT");
    if (sizeBytes > CHUNK_BLOCKS_MAX * this.#blockBytes) {
      throw refused("RESOURCE_EXHAUSTED");
    }
    if (this.#chunks.has(id)) throw refused("ALREADY_EXISTS");
    this.#chunks.set(id, new Uint8Array());
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const sum = runningChecksum("crc32c");
    for await (const block of blocks) {
      pieces.push(block.slice());
      sum.update(block);
    }
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    this.#chunks.set(id, bytes);
    const crc32c = crc32cNumber(sum.base64()) ?? 0;
    return { id, sizeBytes: bytes.length, crc32c };
  }

  async *#read(
    id: string,
    { start, end }: { readonly start: number; readonly end?: number },
  ) {
    const bytes = this.#find(id);
    if (start >= bytes.length) throw refused("OUT_OF_RANGE");
    const last = Math.min(bytes.length, end ?? Infinity);
    for (let at = start; at < last; at += this.#blockBytes) {
      const until = Math.min(last, at + this.#blockBytes);
      yield await Promise.resolve(bytes.slice(at, until));
    }
  }

  async *#list() {
    for (const [id, { length }] of this.#chunks) {
      yield await Promise.resolve({ id, sizeBytes: length });
    }
  }

  #health() {
    const used = [...this.#chunks.values()]
      .reduce((sum, { length }) => sum + length, 0);
    return {
      ...{ isServing: true, node: this.name, totalBytes: TOTAL_BYTES },
      ...{ freeBytes: TOTAL_BYTES - used, chunkCount: this.#chunks.size },
    };
  }

  #find(id: string): Uint8Array<ArrayBuffer> {
    const found = this.#chunks.get(id);
    if (found === undefined) throw refused("NOT_FOUND");
    return found;
  }
}

/** As a server refuses. */
export function refused(code: GrpcCode): GrpcError {
  return new GrpcError(code, "It is refused");
}

/** By bits: small bytes only. */
export function crcOf(bytes: Uint8Array, seed: number): number {
  let register = ~seed >>> 0;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (register & 1) === 1;
      register = (register >>> 1) ^ (isOdd ? 0x82f63b78 : 0);
    }
  }
  return ~register >>> 0;
}
