/**
 * What a script lane does next: an operation by its weight, and a key by the
 * lane's choice. The same seed gives the same choices in the same order.
 */
import type { ObjectLaneSpec, ObjectOp } from "../../../ffi/mod.ts";
import { seededNumbers } from "../../seeded.ts";

const TWO_TO_32 = 2 ** 32;
/** Odd and far from any round number, so that hot keys lie apart. */
const SCATTER = 0x9e3779b1;

/** Choices of one lane, from its seed. */
export class OperationChoice {
  readonly #spec: ObjectLaneSpec;
  readonly #next: () => number;
  readonly #ops: readonly (readonly [ObjectOp, number])[];
  readonly #total: number;
  readonly #zipf: ZipfRanks | null;
  #turn = 0;

  constructor(spec: ObjectLaneSpec) {
    this.#spec = spec;
    const folded = Number(BigInt.asUintN(32, spec.seed ^ (spec.seed >> 32n)));
    this.#next = seededNumbers(folded);
    // A weight of 0 is as good as none.
    this.#ops = Object.entries(spec.weights)
      .filter((entry): entry is [ObjectOp, number] => (entry[1] ?? 0) > 0);
    this.#total = this.#ops.reduce((sum, [, weight]) => sum + weight, 0);
    const { choose, keyCount } = spec;
    this.#zipf = choose.kind === "zipf"
      ? new ZipfRanks(keyCount, choose.thetaMilli / 1000)
      : null;
  }

  /** Throws `RangeError` when nothing has a weight. */
  op(): ObjectOp {
    let rest = this.fraction() * this.#total;
    for (const [op, weight] of this.#ops) {
      rest -= weight;
      if (rest < 0) return op;
    }
    const last = this.#ops.at(-1);
    if (last !== undefined) return last[0];
    throw new RangeError("Cannot choose an operation: none has a weight");
  }

  /**
   * Number of a key in its space. `null`: the choice goes through the keys once
   * and is through. `isThere` says what the oracle is sure of.
   */
  key(isThere: (index: number) => boolean): number | null {
    const { firstKey, keyCount, choose } = this.#spec;
    switch (choose.kind) {
      case "there":
      case "missing":
        return this.#wanted((index) =>
          isThere(index) === (choose.kind === "there")
        );
      case "sequential":
        return firstKey + this.#turn++ % keyCount;
      case "random":
        return firstKey + this.below(keyCount);
      case "zipf": {
        const rank = this.#zipf?.rank(this.fraction()) ?? 0;
        return firstKey + this.#scatter(rank);
      }
      case "hot-band": {
        const hot = Math.max(
          1,
          Math.floor(keyCount * choose.spacePermille / 1000),
        );
        const isHot = this.below(1000) < choose.accessPermille;
        if (isHot || hot === keyCount) return firstKey + this.below(hot);
        return firstKey + hot + this.below(keyCount - hot);
      }
    }
  }

  #wanted(suits: (index: number) => boolean): number | null {
    const { firstKey, keyCount } = this.#spec;
    while (this.#turn < keyCount) {
      const index = firstKey + this.#turn++;
      if (suits(index)) return index;
    }
    return null;
  }

  /** Whole, from 0 to before `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** From 0 to before 1, in 2^53 steps. */
  fraction(): number {
    const high = this.#next() >>> 5;
    return (high * 2 ** 26 + (this.#next() >>> 6)) / 2 ** 53;
  }

  /** Where rank `rank` lies: a turn of the keys, so no two meet. */
  #scatter(rank: number): number {
    const { keyCount } = this.#spec;
    const step = SCATTER % keyCount;
    const isWhole = gcd(step, keyCount) === 1;
    return isWhole
      ? Number(BigInt(rank) * BigInt(step) % BigInt(keyCount))
      : rank;
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/**
 * Ranks from 0 on, each as likely as 1 / (rank + 1)^theta, by rejection from
 * the integral of that curve (Hörmann and Derflinger, 1996).
 */
class ZipfRanks {
  readonly #theta: number;
  readonly #count: number;
  readonly #low: number;
  readonly #high: number;

  constructor(count: number, theta: number) {
    this.#count = count;
    this.#theta = theta;
    this.#low = this.#area(0.5);
    this.#high = this.#area(count + 0.5);
  }

  /** Rounds to the nearest rank; near enough for choosing what to load. */
  rank(fraction: number): number {
    const area = this.#low + fraction * (this.#high - this.#low);
    const at = Math.round(this.#inverse(area));
    return Math.min(this.#count, Math.max(1, at)) - 1;
  }

  #area(x: number): number {
    const power = 1 - this.#theta;
    return power === 0 ? Math.log(x) : (x ** power - 1) / power;
  }

  #inverse(area: number): number {
    const power = 1 - this.#theta;
    return power === 0 ? Math.exp(area) : (1 + area * power) ** (1 / power);
  }
}

/** Exponential with mean 1: the gaps of a Poisson process. */
export function exponential(fraction: number): number {
  return -Math.log(1 - Math.min(fraction, 1 - 1 / TWO_TO_32));
}
