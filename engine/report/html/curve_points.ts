/**
 * The percentile curve of one histogram, as HdrHistogram plots it: latencies
 * over 1 / (1 - share), so that each further nine has the same width.
 */
import { decodeHistogram, percentileNs } from "../../recorder/mod.ts";
import type { Percentiles } from "../report.ts";

/** Points for each halving of what is beyond. */
const POINTS_PER_HALVING = 6;

/** The shares that a curve of `count` samples can tell, as 1 / (1 - share). */
export function curveShares(count: number): number[] {
  if (count <= 0) return [];
  const shares: number[] = [];
  const halvings = Math.log2(count);
  for (let step = 0; step / POINTS_PER_HALVING < halvings; step++) {
    shares.push(2 ** (step / POINTS_PER_HALVING));
  }
  return [...shares, count];
}

/** Latencies at `shares`; those beyond what its samples can tell are `null`. */
export function curveAt(
  found: Percentiles,
  shares: readonly number[],
): (number | null)[] {
  const counts = decodeHistogram(found.histogram);
  const { count, over, minNs, maxNs } = found;
  const samples = { counts, count: count - over, over, minNs, maxNs };
  return shares.map((share) => {
    if (share > count) return null;
    if (share === count) return maxNs;
    return percentileNs(samples, 100 * (1 - 1 / share));
  });
}
