/** Percentiles of one histogram or of several added up. */
import {
  BUCKET_COUNT,
  decodeHistogram,
  encodeHistogram,
  type LatencyRecording,
  percentileNs,
} from "../recorder/mod.ts";
import type { PercentileName, Percentiles } from "./report.ts";

/**
 * Fewest samples for each percentile: with fewer, not even one sample is
 * expected beyond it, and it is the maximum under another name.
 */
export const SAMPLES_MIN: Readonly<Record<PercentileName, number>> = {
  "p50": 2,
  "p90": 10,
  "p99": 100,
  "p99.9": 1000,
  "p99.99": 10_000,
};

/** `null` when there are no samples in any of the recordings. */
export function percentilesOf(
  recordings: readonly LatencyRecording[],
): Percentiles | null {
  const count = sum(recordings.map((one) => one.count));
  const first = recordings[0];
  if (count === 0 || first === undefined) return null;
  const over = sum(recordings.map((one) => one.over));
  const counts = addedCounts(recordings);
  const inRange = count - over;
  const sumNs = sum(
    recordings.map((one) => one.meanNs * (one.count - one.over)),
  );
  const filled = recordings.filter((one) => one.count > 0);
  const maxNs = Math.max(...filled.map((one) => one.maxNs));
  const minNs = Math.min(...filled.map((one) => one.minNs));
  const samples = { counts, count: inRange, over, minNs, maxNs };
  const at = (percentile: number) => percentileNs(samples, percentile) ?? maxNs;
  return {
    count,
    over,
    minNs,
    meanNs: inRange > 0 ? sumNs / inRange : maxNs,
    p50Ns: at(50),
    p90Ns: at(90),
    p99Ns: at(99),
    p999Ns: at(99.9),
    p9999Ns: at(99.99),
    maxNs,
    uncertain: uncertainOf(count),
    histogram: recordings.length === 1
      ? first.histogram
      : encodeHistogram(counts),
  };
}

/** Percentiles that `count` samples are too few for. */
export function uncertainOf(count: number): PercentileName[] {
  const names: PercentileName[] = ["p50", "p90", "p99", "p99.9", "p99.99"];
  return names.filter((name) => count < SAMPLES_MIN[name]);
}

function addedCounts(recordings: readonly LatencyRecording[]): Float64Array {
  const total = new Float64Array(BUCKET_COUNT);
  for (const { histogram } of recordings) {
    const counts = decodeHistogram(histogram);
    for (const [bucket, count] of counts.entries()) {
      total[bucket] = (total[bucket] ?? 0) + count;
    }
  }
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
