/**
 * When the first lane of a gate ended, in memory that its lanes share: up to
 * that instant all of them ran, which is the steady part of a step.
 */

/** Zero until one of them has ended; then it stays. */
export class FirstEnd {
  readonly #word: BigInt64Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer) {
    this.#word = new BigInt64Array(buffer);
  }

  /** Bytes for one gate. */
  static buffer(): SharedArrayBuffer {
    return new SharedArrayBuffer(8);
  }

  /** A lane ended at `ns`; only the first one counts. */
  tell(ns: number): void {
    Atomics.compareExchange(this.#word, 0, 0n, BigInt(ns));
  }

  /** By the core's clock; 0 while all lanes run. */
  get ns(): number {
    return Number(Atomics.load(this.#word, 0));
  }
}
