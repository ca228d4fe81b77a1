/**
 * Latencies in coarse classes, four to a doubling, for pictures: their edges
 * are edges of histogram buckets, so that nothing is shared between two.
 */
import { bucketNs } from "./latency_histogram.ts";

/** Classes of one doubling; a class ends at most a quarter above its start. */
export const CLASSES_PER_DOUBLING = 4;

/**
 * Number of the first class in use, then the samples of it and of all above it
 * up to the last in use. Empty where there are none; those above the range of
 * the histogram are in no class.
 */
export function classCounts(counts: Float64Array): number[] {
  const classes: number[] = [];
  let first = -1;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket] ?? 0;
    if (count === 0) continue;
    const index = classOf(bucketNs(bucket));
    if (first < 0) first = index;
    while (classes.length <= index - first) classes.push(0);
    classes[index - first] = (classes[index - first] ?? 0) + count;
  }
  return first < 0 ? [] : [first, ...classes];
}

/** Latencies below 1 ns are in class 0 with those of 1 ns. */
export function classOf(ns: number): number {
  if (ns < 1) return 0;
  const doubling = Math.floor(Math.log2(ns));
  const part = Math.floor((ns / 2 ** doubling - 1) * CLASSES_PER_DOUBLING);
  return doubling * CLASSES_PER_DOUBLING + part;
}

/** Lowest latency of a class; that of the next one is where it ends. */
export function classStartNs(index: number): number {
  const doubling = Math.floor(index / CLASSES_PER_DOUBLING);
  const part = index % CLASSES_PER_DOUBLING;
  return 2 ** doubling * (1 + part / CLASSES_PER_DOUBLING);
}
