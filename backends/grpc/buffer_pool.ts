/**
 * Buffers that messages are read into again and again: whoever moves gigabytes
 * would else leave them all for the collector, and grow by 80 MB. Goes in: how
 * long a message is; comes out: a buffer that nobody uses.
 */

/** Shorter messages are not worth it. */
const POOLED_BYTES_MIN = 4096;
/** More than that come back only after many calls at a time. */
const FREE_MAX = 16;

/** One for each client or server. */
export class BufferPool {
  readonly #free: Uint8Array<ArrayBuffer>[] = [];

  /** Its bytes are whatever they were. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (length < POOLED_BYTES_MIN) return new Uint8Array(length);
    const index = this.#free.findIndex((one) => one.length >= length);
    const [found] = index < 0 ? [] : this.#free.splice(index, 1);
    if (found !== undefined) return found.subarray(0, length);
    const rounded = Math.ceil(length / POOLED_BYTES_MIN) * POOLED_BYTES_MIN;
    return new Uint8Array(rounded).subarray(0, length);
  }

  /** Of `take`; the caller must not look at it any more. */
  give(bytes: Uint8Array<ArrayBuffer>): void {
    const isWorthIt = bytes.length >= POOLED_BYTES_MIN;
    if (!isWorthIt || this.#free.length >= FREE_MAX) return;
    this.#free.push(new Uint8Array(bytes.buffer));
  }
}
