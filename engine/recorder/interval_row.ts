/**
 * The difference between two samples of a step, as one interval row. Counters
 * and histograms only grow, so a row is what was added.
 */
import type { LaneCounters, LaneOp, LatencyKind } from "../../backends/mod.ts";
import type {
  LatencySnapshot,
  LatencyTotals,
  OpCounts,
} from "../workers/mod.ts";
import { LOAD_OPS, opCounts, sumOf } from "../workers/mod.ts";
import { classCounts } from "./latency_classes.ts";
import {
  encodeHistogram,
  highestNs,
  type LatencySamples,
  lowestNs,
  percentileNs,
} from "./latency_histogram.ts";
import type { IntervalOp, IntervalRecording } from "./recording.ts";

/** Counters and histograms of a step at one instant. */
export interface StepInstant {
  readonly atNs: number;
  readonly lanes: readonly LaneCounters[];
  readonly latency: readonly LatencySnapshot[];
}

interface Span {
  readonly from: StepInstant;
  readonly to: StepInstant;
}

/**
 * What happened after `from` and up to `to`. A row in which the first lane
 * began to measure starts there: what came before is in none of its counts.
 */
export function intervalRow(
  from: StepInstant,
  to: StepInstant,
): IntervalRecording {
  const grown = (name: keyof LaneCounters) =>
    sumOf(to.lanes, name) - sumOf(from.lanes, name);
  const measureNs = measuresFrom(to.lanes);
  const isMeasured = measureNs !== null && measureNs < to.atNs;
  return {
    startNs: isMeasured ? Math.max(from.atNs, measureNs) : from.atNs,
    endNs: to.atNs,
    isWarmup: !isMeasured || grown("warmupOps") > 0,
    ops: opRows({ from, to }),
    findings: grown("unitsBad"),
    backlog: sumOf(to.lanes, "backlog"),
  };
}

/** Lanes say when they will measure as soon as they run; `null` before. */
function measuresFrom(lanes: readonly LaneCounters[]): number | null {
  const starts = lanes.map(({ startNs }) => startNs).filter((ns) => ns > 0);
  return starts.length > 0 ? Math.min(...starts) : null;
}

/** Reads, writes and syncs always, operations on keys where there were any. */
function opRows(span: Span): IntervalRecording["ops"] {
  const onKeys = LOAD_OPS
    .filter((op) => op !== "read" && op !== "write" && op !== "sync")
    .map((op) => [op, opRow(span, op)] as const)
    .filter(([, { count, errors }]) => count + errors > 0);
  return {
    read: opRow(span, "read"),
    write: opRow(span, "write"),
    sync: opRow(span, "sync"),
    ...Object.fromEntries(onKeys),
  };
}

function grownCounts({ from, to }: Span, op: LaneOp): OpCounts {
  const before = opCounts(from.lanes, op);
  const after = opCounts(to.lanes, op);
  return {
    count: after.count - before.count,
    bytes: after.bytes - before.bytes,
    errors: after.errors - before.errors,
  };
}

function opRow(span: Span, op: LaneOp): IntervalOp {
  const counts = grownCounts(span, op);
  const service = added(span, op, "service");
  const response = added(span, op, "response");
  const firstByte = added(span, op, "first-byte");
  const felt = response ?? service;
  if (felt === null) {
    return { ...counts, meanNs: null, p50Ns: null, p99Ns: null, maxNs: null };
  }
  return {
    ...counts,
    meanNs: felt.count > 0 ? felt.sumNs / felt.count : null,
    p50Ns: percentileNs(felt, 50),
    p99Ns: percentileNs(felt, 99),
    maxNs: felt.maxNs,
    p90Ns: percentileNs(felt, 90),
    p999Ns: percentileNs(felt, 99.9),
    classes: classCounts(felt.counts),
    ...(service !== null && { histogram: encodeHistogram(service.counts) }),
    ...(response !== null && {
      responseHistogram: encodeHistogram(response.counts),
    }),
    ...(firstByte !== null && {
      firstByteHistogram: encodeHistogram(firstByte.counts),
    }),
  };
}

interface Added extends LatencySamples {
  readonly sumNs: number;
}

/** `null` when nothing was added. */
function added(
  { from, to }: Span,
  op: LaneOp,
  kind: LatencyKind,
): Added | null {
  const after = totalsOf(to, op, kind);
  if (after === null) return null;
  const before = totalsOf(from, op, kind);
  if (before === null) {
    if (after.count + after.over === 0) return null;
    return { ...after, minNs: after.minNs ?? after.maxNs };
  }
  const counts = new Float64Array(after.counts.length);
  let count = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const grown = (after.counts[bucket] ?? 0) - (before.counts[bucket] ?? 0);
    counts[bucket] = grown;
    count += grown;
  }
  const over = after.over - before.over;
  if (count + over === 0) return null;
  // Exact only when this interval set the record; else the bucket must do.
  const hasRecord = after.maxNs > before.maxNs || over > 0;
  return {
    counts,
    count,
    over,
    sumNs: after.sumNs - before.sumNs,
    minNs: lowestNs(counts) ?? after.maxNs,
    maxNs: hasRecord
      ? after.maxNs
      : Math.min(highestNs(counts) ?? after.maxNs, after.maxNs),
  };
}

function totalsOf(
  instant: StepInstant,
  op: LaneOp,
  kind: LatencyKind,
): LatencyTotals | null {
  const found = instant.latency.find((one) =>
    one.op === op && one.kind === kind
  );
  return found?.totals ?? null;
}
