/**
 * Adds the histograms of all lanes of a step into one per operation and kind.
 * A percentile of the sum is the percentile of all operations; a mean of the
 * lanes' percentiles would be neither.
 */
import type { LaneOp, LatencyCounts, LatencyKind } from "../../backends/mod.ts";
import type { LoadLane } from "./load_space.ts";
import { LOAD_OPS, opCounts } from "./op_counts.ts";
import type { LatencySnapshot, LatencyTotals } from "./sample.ts";

const TWO_TO_32 = 2 ** 32;

/** Histograms of `lanes` so far; operations without samples are left out. */
export function mergeLatency(
  lanes: readonly LoadLane[],
  openLoop: boolean,
): LatencySnapshot[] {
  const counters = lanes.map((lane) => lane.counters());
  const ops = LOAD_OPS.filter((op) => opCounts(counters, op).count > 0);
  const snapshots: LatencySnapshot[] = [];
  for (const op of ops) {
    for (const kind of kindsOf(op, openLoop)) {
      const totals = sumCounts(
        lanes.map((lane) => () => lane.latency(op, kind)),
      );
      if (totals.count + totals.over > 0) snapshots.push({ op, kind, totals });
    }
  }
  return snapshots;
}

/** Only answers with a body have a first byte that says something. */
function kindsOf(op: LaneOp, openLoop: boolean): LatencyKind[] {
  return [
    "service",
    ...(openLoop ? ["response" as const] : []),
    ...(op === "get" || op === "range" ? ["first-byte" as const] : []),
  ];
}

/**
 * Adds histograms, each read only when its turn has come: a lane may hand out
 * the same buffer again at its next call.
 */
export function sumCounts(
  sources: readonly (() => LatencyCounts)[],
): LatencyTotals {
  let counts = new Float64Array(0);
  let count = 0, over = 0, sumNs = 0, maxNs = 0;
  let minNs: number | null = null;
  for (const read of sources) {
    const one = read();
    if (counts.length === 0) counts = new Float64Array(one.counts.length);
    addCounts(counts, one.counts);
    count += one.count;
    over += one.over;
    sumNs += one.sumNs;
    maxNs = Math.max(maxNs, one.maxNs);
    if (one.minNs !== null) minNs = Math.min(minNs ?? one.minNs, one.minNs);
  }
  return { counts, count, over, sumNs, minNs, maxNs };
}

/** Reads each 64-bit count as two halves: both ends are little endian. */
function addCounts(sum: Float64Array, counts: BigUint64Array): void {
  const halves = new Uint32Array(
    counts.buffer,
    counts.byteOffset,
    counts.length * 2,
  );
  for (let i = 0; i < sum.length; i++) {
    const low = halves[2 * i] ?? 0;
    const high = halves[2 * i + 1] ?? 0;
    if (low !== 0 || high !== 0) {
      sum[i] = (sum[i] ?? 0) + low + high * TWO_TO_32;
    }
  }
}
