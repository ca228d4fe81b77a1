/**
 * Which streams of a process may have more on their way than the least. One that
 * is alone gets all that makes it fast; of many only the first do, and the
 * others once those have ended. Goes in: streams; comes out: bytes to credit.
 */

/**
 * With the least, four blocks of a chunk in all. With twice as much nothing is
 * faster, and each reader that is slow costs that.
 */
const WIDER_BYTES = 768 << 10;
/** A stream whose frames are smaller is not worth it. */
const FRAME_BYTES_MIN = 64 << 10;
/** 12 MiB in all. */
const WIDE_MAX = 16;

/** One for each process that has many streams. */
export class WindowRoom {
  readonly #wide = new Set<object>();

  /**
   * How much more its peer may send, from now on: 0 if it has that already, or
   * there is no room. To be asked with each frame.
   */
  widen(stream: object, frameBytes: number): number {
    if (frameBytes < FRAME_BYTES_MIN || this.#wide.has(stream)) return 0;
    if (this.#wide.size >= WIDE_MAX) return 0;
    this.#wide.add(stream);
    return WIDER_BYTES;
  }

  /** It has ended; harmless for one that never had more. */
  narrow(stream: object): void {
    this.#wide.delete(stream);
  }
}
