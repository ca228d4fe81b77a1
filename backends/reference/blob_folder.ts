/**
 * Files with made-up names in one folder: written once, read by range, linked,
 * removed. Nothing refers to a file until a record does, so a half-written one
 * is never seen. Goes in: chunks; comes out: blobs. Memory holds one chunk.
 */

/** Bytes at rest. Several of them make one object. */
export interface BlobFile {
  /** Name in the folder. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Where they start in the file; 0 when absent. */
  readonly skipBytes?: number;
}

/** Bytes of one read; halving it halves the speed of large reads. */
const READ_BYTES = 512 * 1024;

/** One folder, used by one endpoint at a time. */
export class BlobFolder {
  readonly #root: string;
  readonly #mark = crypto.randomUUID().slice(0, 8);
  #count = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Writes all of `chunks`; leaves nothing behind when they fail. */
  async write(chunks: AsyncIterable<Uint8Array>): Promise<BlobFile> {
    const name = this.#newName();
    const path = this.#path(name);
    const file = await Deno.open(path, { write: true, createNew: true });
    let sizeBytes = 0;
    let isWhole = false;
    try {
      for await (const chunk of chunks) {
        for (let at = 0; at < chunk.length;) {
          at += await file.write(chunk.subarray(at));
        }
        sizeBytes += chunk.length;
      }
      isWhole = true;
    } finally {
      file.close();
      if (!isWhole) Deno.removeSync(path);
    }
    return { name, sizeBytes };
  }

  /**
   * The bytes from `start` to before `end` of `blobs` one after another, as
   * views of one buffer, each good until the next is asked for.
   */
  async *read(
    blobs: readonly BlobFile[],
    range: { readonly start: number; readonly end: number },
  ): AsyncGenerator<Uint8Array> {
    const pieces = piecesOf(blobs, range);
    const longest = Math.max(0, ...pieces.map((one) => one.end - one.start));
    const buffer = new Uint8Array(Math.min(READ_BYTES, longest));
    for (const { blob, start, end } of pieces) {
      using file = await Deno.open(this.#path(blob.name));
      const skipBytes = start + (blob.skipBytes ?? 0);
      if (skipBytes > 0) await file.seek(skipBytes, Deno.SeekMode.Start);
      for (let rest = end - start; rest > 0;) {
        const into = buffer.subarray(0, Math.min(buffer.length, rest));
        const count = await file.read(into);
        if (count === null) return;
        rest -= count;
        yield into.subarray(0, count);
      }
    }
  }

  /** Another name for the same bytes, which outlives the first. */
  async link(blob: BlobFile): Promise<BlobFile> {
    const name = this.#newName();
    await Deno.link(this.#path(blob.name), this.#path(name));
    return { ...blob, name };
  }

  /** One that is gone already is no failure. */
  async remove(blobs: readonly BlobFile[]): Promise<void> {
    await Promise.all(blobs.map(async ({ name }) => {
      try {
        await Deno.remove(this.#path(name));
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }));
  }

  /** Removes every file whose name is not `kept`. */
  async sweep(kept: ReadonlySet<string>): Promise<void> {
    for await (const { name } of Deno.readDir(this.#root)) {
      if (!kept.has(name)) await Deno.remove(this.#path(name));
    }
  }

  #newName(): string {
    return `${this.#mark}-${++this.#count}`;
  }

  #path(name: string): string {
    return `${this.#root}/${name}`;
  }
}

interface Piece {
  readonly blob: BlobFile;
  readonly start: number;
  readonly end: number;
}

function piecesOf(
  blobs: readonly BlobFile[],
  range: { readonly start: number; readonly end: number },
): Piece[] {
  const pieces: Piece[] = [];
  let offset = 0;
  for (const blob of blobs) {
    const start = Math.max(range.start - offset, 0);
    const end = Math.min(range.end - offset, blob.sizeBytes);
    if (start < end) pieces.push({ blob, start, end });
    offset += blob.sizeBytes;
  }
  return pieces;
}
