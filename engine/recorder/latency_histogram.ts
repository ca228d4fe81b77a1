/**
 * Bucket counts in HdrHistogram's layout (1 ns to 1 h, 3 digits): percentiles
 * of them, and their V2 text. Samples above the range are in no bucket; they
 * count as the slowest, so that a stalled device never looks better than it is.
 */
import {
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  Float64Histogram,
} from "hdr-histogram-js";

/** Buckets of the layout. The core has the same number. */
export const BUCKET_COUNT = 33792;

const LOWEST_NS = 1;
const HIGHEST_NS = 3_600_000_000_000;
const DIGITS = 3;

/** Counts with the exact extremes that buckets round. */
export interface LatencySamples {
  readonly counts: Float64Array;
  readonly count: number;
  readonly over: number;
  readonly minNs: number;
  readonly maxNs: number;
}

/**
 * The smallest latency that `percentile` percent of all samples do not exceed,
 * rounded up to its bucket's end but never beyond the exact maximum. `null`
 * when there are no samples.
 */
export function percentileNs(
  samples: LatencySamples,
  percentile: number,
): number | null {
  const total = samples.count + samples.over;
  if (total === 0) return null;
  const exact = total * percentile / 100;
  // 99.9 % of 1000 is 999.0000000000001 in doubles, and means rank 999.
  const rank = Math.max(1, Math.ceil(exact - exact * 2 ** -50));
  const bucket = bucketOfRank(samples.counts, rank);
  if (bucket === null) return samples.maxNs;
  const ns = bucketNs(bucket + 1) - 1;
  return Math.min(Math.max(ns, samples.minNs), samples.maxNs);
}

function bucketOfRank(counts: Float64Array, rank: number): number | null {
  let seen = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    seen += counts[bucket] ?? 0;
    if (seen >= rank) return bucket;
  }
  return null;
}

/** Lowest latency of a bucket; the twin of the core's `sv_histogram_value`. */
export function bucketNs(bucket: number): number {
  if (bucket < 2048) return bucket;
  const shift = Math.floor(bucket / 1024) - 1;
  return ((bucket % 1024) + 1024) * 2 ** shift;
}

/** End of the highest bucket in use; `null` while all are empty. */
export function highestNs(counts: Float64Array): number | null {
  const bucket = counts.findLastIndex((count) => count > 0);
  return bucket < 0 ? null : bucketNs(bucket + 1) - 1;
}

/** Lowest value of the lowest bucket in use; `null` while all are empty. */
export function lowestNs(counts: Float64Array): number | null {
  const bucket = counts.findIndex((count) => count > 0);
  return bucket < 0 ? null : bucketNs(bucket);
}

/** HdrHistogram V2, compressed, base64. */
export function encodeHistogram(counts: Float64Array): string {
  const histogram = new Float64Histogram(LOWEST_NS, HIGHEST_NS, DIGITS);
  const length = Math.min(counts.length, BUCKET_COUNT);
  for (let bucket = 0; bucket < length; bucket++) {
    const count = counts[bucket] ?? 0;
    if (count > 0) histogram.setCountAtIndex(bucket, count);
  }
  histogram.maxValue = highestNs(counts) ?? 0;
  return encodeIntoCompressedBase64(histogram);
}

/** Throws an `Error` when the text is no histogram of this layout. */
export function decodeHistogram(text: string): Float64Array {
  const histogram = decodeFromCompressedBase64(text, 64, false);
  if (
    !(histogram instanceof Float64Histogram) ||
    histogram.countsArrayLength !== BUCKET_COUNT
  ) {
    throw new Error("Cannot read histogram: its range is not 1 ns to 1 h");
  }
  const counts = new Float64Array(BUCKET_COUNT);
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
    counts[bucket] = histogram.getCountAtIndex(bucket);
  }
  return counts;
}
