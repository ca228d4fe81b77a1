/**
 * Buffers that blocks are read into again and again: whoever moves gigabytes
 * would else leave them all for the collector, and grow by 80 MB. Goes in: how
 * long a block is; comes out: a buffer that nobody uses.
 */
import { WindowRoom } from "./window_room.ts";

/** Shorter messages are not worth it. */
const POOLED_BYTES_MIN = 4096;
/** More than that come back only after many calls at a time. */
const FREE_BYTES_MAX = 16 << 20;

/** One for each process, or for each client that is alone. */
export class BufferPool {
  /** Of the streams whose messages are read into these buffers. */
  readonly room = new WindowRoom();
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  #freeBytes = 0;

  /** Its bytes are whatever they were. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (length < POOLED_BYTES_MIN) return new Uint8Array(length);
    const roomBytes = rounded(length);
    const index = this.#free.findIndex((one) => one.length === roomBytes);
    const [found] = index < 0 ? [] : this.#free.splice(index, 1);
    if (found === undefined) {
      return new Uint8Array(roomBytes).subarray(0, length);
    }
    this.#freeBytes -= roomBytes;
    return found.subarray(0, length);
  }

  /** Of `take`; the caller must not look at it any more. */
  give(bytes: Uint8Array<ArrayBuffer>): void {
    const roomBytes = bytes.buffer.byteLength;
    if (roomBytes < POOLED_BYTES_MIN) return;
    if (this.#freeBytes + roomBytes > FREE_BYTES_MAX) return;
    this.#freeBytes += roomBytes;
    this.#free.push(new Uint8Array(bytes.buffer));
  }
}

/**
 * Few sizes, so that a buffer that is free is one that fits; and a block with
 * the few bytes around it must not take twice its room.
 */
function rounded(length: number): number {
  let bytes = POOLED_BYTES_MIN;
  while (bytes + POOLED_BYTES_MIN < length) bytes *= 2;
  return bytes + POOLED_BYTES_MIN;
}
