/**
 * Latencies in HdrHistogram's layout of the core (1 ns to 1 h, 3 digits), for
 * lanes that run here. Goes in: nanoseconds; come out: counts.
 */
import type { LatencyCounts } from "../../../backends/mod.ts";

const BUCKETS = 33_792;
/** Up to there every nanosecond has its bucket. */
const EXACT_BITS = 11;
const HALF_BUCKETS = 1 << (EXACT_BITS - 1);
const HIGHEST_NS = 3_600_000_000_000;

/** Bucket of a latency of 0 to an hour. */
export function bucketOf(ns: number): number {
  let shift = Math.max(0, Math.floor(Math.log2(ns)) - (EXACT_BITS - 1));
  // The logarithm of what lies just below a power of two is rounded up.
  if (shift > 0 && ns < 2 ** (shift + EXACT_BITS - 1)) shift--;
  return shift * HALF_BUCKETS + Math.floor(ns / 2 ** shift);
}

/** Of one operation. */
export class LatencyBook {
  readonly #counts = new BigUint64Array(BUCKETS);
  #count = 0;
  #sumNs = 0;
  #minNs: number | null = null;
  #maxNs = 0;
  #over = 0;

  add(ns: number): void {
    this.#maxNs = Math.max(this.#maxNs, ns);
    if (ns > HIGHEST_NS) {
      this.#over++;
      return;
    }
    const bucket = bucketOf(ns);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0n) + 1n;
    this.#count++;
    this.#sumNs += ns;
    this.#minNs = Math.min(this.#minNs ?? ns, ns);
  }

  /** Borrowed: the counts go on changing. */
  counts(): LatencyCounts {
    return {
      counts: this.#counts,
      count: this.#count,
      sumNs: this.#sumNs,
      minNs: this.#minNs,
      maxNs: this.#maxNs,
      over: this.#over,
    };
  }
}
