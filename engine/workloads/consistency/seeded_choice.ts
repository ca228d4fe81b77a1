/** Choices that a seed repeats: which operation, which key, how many bytes. */

/** Something with a share of all choices; shares need not add up to 100. */
export interface Weighted<T> {
  readonly choice: T;
  readonly weight: number;
}

/** mulberry32: not secret, and enough to spread a load. */
export class SeededChoice {
  #state: number;

  constructor(seed: number, stream = 0) {
    this.#state = (seed ^ Math.imul(stream + 1, 0x9E3779B1)) >>> 0;
  }

  /** A 32-bit number. */
  next(): number {
    this.#state = (this.#state + 0x6D2B79F5) >>> 0;
    const state = this.#state;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  }

  /** From 0 to before `bound`. */
  below(bound: number): number {
    return this.next() % bound;
  }

  /** Fails with a `RangeError` when there is nothing to choose from. */
  pick<T>(weighted: readonly Weighted<T>[]): T {
    const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
    if (total <= 0) throw new RangeError("There is nothing to choose from");
    let left = this.below(total);
    for (const { choice, weight } of weighted) {
      if (left < weight) return choice;
      left -= weight;
    }
    throw new RangeError("The weights must be whole numbers");
  }
}
