/**
 * Objects larger than memory: bytes that follow from a seed and their place,
 * made and judged piece by piece. Goes in: a size and a seed; comes out: pieces,
 * or the offset of the first byte that is another. Memory is used again: new
 * pieces let a process grow by 100 MB before the collector comes.
 */
import { CaseBroken } from "../case_broken.ts";
import { seededBytes } from "../seeded_bytes.ts";

/** Of a piece; blocks of chunks are as long. */
const PIECE_BYTES = 256 * 1024;
/** Every so many words a word says which piece it is in. */
const MARK_WORDS = 1024;

export interface StreamedBytesOptions {
  readonly sizeBytes: number;
  readonly seed: number;
  readonly salt: number;
}

/** The same bytes each time they are asked for. */
export class StreamedBytes {
  readonly sizeBytes: number;
  readonly #template: Uint32Array<ArrayBuffer>;

  constructor({ sizeBytes, seed, salt }: StreamedBytesOptions) {
    this.sizeBytes = sizeBytes;
    const bytes = seededBytes({ sizeBytes: PIECE_BYTES, seed, salt });
    this.#template = new Uint32Array(bytes.buffer);
  }

  /** Each is good until the one behind the next is asked for. */
  async *pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const buffers = [this.#template.slice(), this.#template.slice()];
    for (let at = 0; at < this.sizeBytes; at += PIECE_BYTES) {
      const number = at / PIECE_BYTES;
      const piece = marked(buffers[number % 2] ?? this.#template, number);
      const length = Math.min(PIECE_BYTES, this.sizeBytes - at);
      yield await Promise.resolve(new Uint8Array(piece.buffer, 0, length));
    }
  }

  stream(): ReadableStream<Uint8Array> {
    return ReadableStream.from(this.pieces());
  }

  /** All of them: for objects that fit into memory. */
  async whole(): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(this.sizeBytes);
    let at = 0;
    for await (const piece of this.pieces()) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  /** Breaks the case unless `pieces` are these bytes, from `start` to `end`. */
  async judge(
    pieces: AsyncIterable<Uint8Array>,
    what: string,
    { start = 0, end = this.sizeBytes }: {
      readonly start?: number;
      readonly end?: number;
    } = {},
  ): Promise<void> {
    let at = start;
    for await (const piece of pieces) {
      this.#compare(piece, at, what);
      at += piece.length;
      if (at > end) break;
    }
    if (at === end) return;
    throw new CaseBroken(
      `${what} came with ${at - start} bytes, and should have ${end - start}`,
    );
  }

  #compare(piece: Uint8Array, from: number, what: string): void {
    for (let done = 0; done < piece.length;) {
      const number = Math.floor((from + done) / PIECE_BYTES);
      const inside = (from + done) % PIECE_BYTES;
      const part = piece.subarray(done, done + PIECE_BYTES - inside);
      const bytes = new Uint8Array(marked(this.#template, number).buffer);
      const odd = firstDifference(part, bytes.subarray(inside));
      if (odd >= 0) {
        throw new CaseBroken(
          `${what} has another byte at ${from + done + odd} than was put`,
        );
      }
      done += part.length;
    }
  }
}

/** The template itself, as the piece of that number has it. */
function marked(
  words: Uint32Array<ArrayBuffer>,
  number: number,
): Uint32Array<ArrayBuffer> {
  for (let at = 0; at < words.length; at += MARK_WORDS) words[at] = number;
  return words;
}

/** -1 when `part` is what `expected` begins with. */
function firstDifference(part: Uint8Array, expected: Uint8Array): number {
  if (part.length > expected.length) return expected.length;
  if (part.byteOffset % 4 === 0 && expected.byteOffset % 4 === 0) {
    const count = part.length >> 2;
    const a = new Uint32Array(part.buffer, part.byteOffset, count);
    const b = new Uint32Array(expected.buffer, expected.byteOffset, count);
    for (let at = 0; at < count; at++) {
      if (a[at] !== b[at]) return byteDifference(part, expected, at * 4);
    }
    return byteDifference(part, expected, count * 4);
  }
  return byteDifference(part, expected, 0);
}

function byteDifference(
  part: Uint8Array,
  expected: Uint8Array,
  from: number,
): number {
  for (let at = from; at < part.length; at++) {
    if (part[at] !== expected[at]) return at;
  }
  return -1;
}
