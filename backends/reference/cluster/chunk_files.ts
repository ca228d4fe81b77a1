/**
 * Chunks as files of one folder: staged, then named once they are durable, with
 * a CRC-32C for each block behind the bytes. Goes in: blocks; comes out: chunks
 * that are whole or not there. A failure is a `GrpcError`.
 *
 * A file: the bytes; a CRC of 4 bytes for each block; 32 bytes that say `SVCHUNK1`,
 * the size (8 bytes), bytes of a block (4), the CRC of the table (4), 4 zeros, and
 * the CRC of these. All little endian.
 */
import type { CoreFilePort, CorePort } from "../../core_port.ts";
import { isCoreFailure } from "../../core_port.ts";
import { GrpcError } from "../../grpc/grpc_status.ts";
import { BLOCK_BYTES, type ChunkName } from "../../gateway/chunk_messages.ts";
import type { Crc32c } from "../../gateway/chunk_client.ts";

/** What the files need of the core. */
export type ChunkCore =
  & Pick<
    CorePort,
    "openFile" | "pathSync" | "renameNew" | "probeAlignment"
  >
  & { readonly crc32c: Crc32c };

/** Says in its last 32 bytes what a file is. */
const MAGIC = "SVCHUNK1";
const FOOTER_BYTES = 32;
const CHUNK_ID = /^[0-9a-f]{32}-\d{1,4}$/;

/** Where blocks of a new chunk go. */
export interface ChunkWriter {
  readonly sizeBytes: number;
  append(block: Uint8Array<ArrayBuffer>, crc32c: number): Promise<void>;
  /** Durable under its name; the CRC-32C is of the whole chunk. */
  commit(): Promise<number>;
  /** Harmless after `commit`. */
  discard(): Promise<void>;
}

/** One folder, of one process. */
export class ChunkFiles {
  readonly #core: ChunkCore;
  readonly #folder: string;
  readonly #isDirect: boolean;
  #stagedCount = 0;

  private constructor(core: ChunkCore, folder: string, isDirect: boolean) {
    this.#core = core;
    this.#folder = folder;
    this.#isDirect = isDirect;
  }

  /** Takes away what a killed process left half written. */
  static async open(core: ChunkCore, folder: string): Promise<ChunkFiles> {
    await Deno.mkdir(`${folder}/chunks`, { recursive: true });
    await Deno.remove(`${folder}/staged`, { recursive: true })
      .catch(passNotFound);
    await Deno.mkdir(`${folder}/staged`);
    await core.pathSync(folder);
    const { source } = await core.probeAlignment(folder);
    return new ChunkFiles(core, folder, source !== "none");
  }

  /** Chunks, without a look at any. */
  async count(): Promise<number> {
    let count = 0;
    for await (const _ of Deno.readDir(`${this.#folder}/chunks`)) count += 1;
    return count;
  }

  /** Every chunk; its size without what lies behind its bytes. */
  async *list(): AsyncGenerator<ChunkName> {
    for await (const { name: id } of Deno.readDir(`${this.#folder}/chunks`)) {
      const facts = await Deno.stat(this.#path(id)).catch(passNotFound);
      if (facts) yield { id, sizeBytes: bytesWithin(facts.size) };
    }
  }

  /** Fails with `INVALID_ARGUMENT` or `ALREADY_EXISTS`. */
  async create(id: string): Promise<ChunkWriter> {
    checkId(id);
    if (await Deno.stat(this.#path(id)).catch(passNotFound)) {
      throw new GrpcError("ALREADY_EXISTS", `Chunk "${id}" is there already`);
    }
    const staged = `${this.#folder}/staged/${id}.${++this.#stagedCount}`;
    const file = await worded(() =>
      this.#core.openFile(staged, { create: true, direct: this.#isDirect })
    );
    return this.#writer({ id, staged, file });
  }

  #writer({ id, staged, file }: {
    readonly id: string;
    readonly staged: string;
    readonly file: CoreFilePort;
  }): ChunkWriter {
    const core = this.#core;
    const table: number[] = [];
    let sizeBytes = 0;
    let whole = 0;
    let isDone = false;
    return {
      get sizeBytes() {
        return sizeBytes;
      },
      async append(block, crc32c) {
        await worded(() => file.append(block));
        whole = core.crc32c(block, whole);
        table.push(crc32c);
        sizeBytes += block.length;
      },
      commit: async () => {
        await worded(async () => {
          await file.append(footerOf(core, table, sizeBytes));
          await file.sync();
          file.close();
          await core.renameNew(staged, this.#path(id));
          isDone = true;
          await core.pathSync(`${this.#folder}/chunks`);
        });
        return whole;
      },
      async discard() {
        file.close();
        if (!isDone) await Deno.remove(staged).catch(passNotFound);
      },
    };
  }

  /** Fails with `NOT_FOUND`, or `DATA_LOSS` for a file that is no chunk. */
  async open(id: string): Promise<OpenChunk> {
    checkId(id);
    const file = await worded(() =>
      this.#core.openFile(this.#path(id), {
        create: false,
        direct: this.#isDirect,
      }), id);
    try {
      return new OpenChunk(this.#core, { id, file, ...await this.#read(file) });
    } catch (cause) {
      file.close();
      throw cause;
    }
  }

  async #read(file: CoreFilePort) {
    const fileBytes = file.sizeBytes();
    const sizeBytes = bytesWithin(fileBytes);
    const tail = new Uint8Array(Math.max(0, fileBytes - sizeBytes));
    await worded(() => file.read(tail, sizeBytes));
    const table = tail.slice(0, Math.max(0, tail.length - FOOTER_BYTES));
    const expected = footerOf(this.#core, crcsIn(table), sizeBytes);
    const isSound = tail.length >= FOOTER_BYTES &&
      tail.every((byte, at) => byte === expected[at]);
    if (!isSound) throw new GrpcError("DATA_LOSS", "The file is no chunk");
    return { sizeBytes, table: crcsIn(table) };
  }

  /** Fails with `NOT_FOUND`; returns once the name is gone for good. */
  async delete(id: string): Promise<void> {
    checkId(id);
    await worded(async () => {
      await Deno.remove(this.#path(id));
      await this.#core.pathSync(`${this.#folder}/chunks`);
    }, id);
  }

  #path(id: string): string {
    return `${this.#folder}/chunks/${id}`;
  }
}

interface ChunkParts extends ChunkName {
  readonly file: CoreFilePort;
  readonly table: readonly number[];
}

/** A chunk that is read; it stays readable when its name goes. */
export class OpenChunk {
  readonly sizeBytes: number;
  readonly #core: ChunkCore;
  readonly #parts: ChunkParts;

  constructor(core: ChunkCore, parts: ChunkParts) {
    this.sizeBytes = parts.sizeBytes;
    this.#core = core;
    this.#parts = parts;
  }

  /** Block `number` into `buffer`; fails with `DATA_LOSS` if it has changed. */
  async block(
    number: number,
    buffer: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { file, id, table } = this.#parts;
    const start = number * BLOCK_BYTES;
    const length = Math.min(BLOCK_BYTES, this.sizeBytes - start);
    const block = buffer.subarray(0, length);
    const count = await worded(() => file.read(block, start));
    if (count === length && this.#core.crc32c(block) === table[number]) {
      return block;
    }
    throw new GrpcError(
      "DATA_LOSS",
      `Block ${number} of chunk "${id}" does not fit its checksum`,
    );
  }

  close(): void {
    this.#parts.file.close();
  }
}

/** Fails with `INVALID_ARGUMENT`: an id may never lead out of the folder. */
export function checkId(id: string): void {
  if (CHUNK_ID.test(id)) return;
  throw new GrpcError(
    "INVALID_ARGUMENT",
    `Cannot use the chunk id ${JSON.stringify(id.slice(0, 80))}: it has 32 ` +
      "small hexadecimal digits, a dash, and a number of at most 4 digits",
  );
}

/** Bytes of a chunk in a file of so many. */
function bytesWithin(fileBytes: number): number {
  const inside = Math.max(0, fileBytes - FOOTER_BYTES);
  // Each block brings its own bytes and four more.
  const blocks = Math.ceil(inside / (BLOCK_BYTES + 4));
  return Math.max(0, inside - 4 * blocks);
}

function footerOf(
  core: ChunkCore,
  table: readonly number[],
  sizeBytes: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * table.length + FOOTER_BYTES);
  const view = new DataView(bytes.buffer);
  table.forEach((crc, at) => view.setUint32(4 * at, crc, true));
  const footer = 4 * table.length;
  new TextEncoder().encodeInto(MAGIC, bytes.subarray(footer));
  view.setBigUint64(footer + 8, BigInt(sizeBytes), true);
  view.setUint32(footer + 16, BLOCK_BYTES, true);
  view.setUint32(footer + 20, core.crc32c(bytes.subarray(0, footer)), true);
  const crc = core.crc32c(bytes.subarray(footer, footer + 28));
  view.setUint32(footer + 28, crc, true);
  return bytes;
}

function crcsIn(table: Uint8Array): number[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from(
    { length: Math.floor(table.length / 4) },
    (_, at) => view.getUint32(4 * at, true),
  );
}

function passNotFound(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

const CODES: Readonly<Record<number, GrpcError["code"]>> = {
  [-2]: "NOT_FOUND",
  [-17]: "ALREADY_EXISTS",
  [-28]: "RESOURCE_EXHAUSTED",
  [-122]: "RESOURCE_EXHAUSTED",
};

/** What the core or the system said, as a code. */
async function worded<T>(act: () => Promise<T>, id?: string): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof GrpcError) throw cause;
    const isMissing = cause instanceof Deno.errors.NotFound;
    const status = isMissing ? -2 : isCoreFailure(cause) ? cause.status : 0;
    const code = CODES[status] ?? "INTERNAL";
    if (code === "NOT_FOUND" && id !== undefined) {
      throw new GrpcError(code, `There is no chunk "${id}"`, { cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GrpcError(code, reason, { cause });
  }
}
