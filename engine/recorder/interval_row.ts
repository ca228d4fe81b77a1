/**
 * The difference between two samples of a step, as one interval row. Counters
 * and histograms only grow, so a row is what was added.
 */
import type { LaneCounters, LaneOp, LatencyKind } from "../../backends/mod.ts";
import type { LatencySnapshot, LatencyTotals } from "../workers/mod.ts";
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
    sum(to.lanes, name) - sum(from.lanes, name);
  const measureNs = measuresFrom(to.lanes);
  const isMeasured = measureNs !== null && measureNs < to.atNs;
  return {
    startNs: isMeasured ? Math.max(from.atNs, measureNs) : from.atNs,
    endNs: to.atNs,
    isWarmup: !isMeasured || grown("warmupOps") > 0,
    ops: {
      read: opRow({ from, to }, "read", {
        count: grown("readOps"),
        bytes: grown("readBytes"),
        errors: grown("readErrors"),
      }),
      write: opRow({ from, to }, "write", {
        count: grown("writeOps"),
        bytes: grown("writeBytes"),
        errors: grown("writeErrors"),
      }),
      sync: opRow({ from, to }, "sync", {
        count: grown("syncOps"),
        bytes: 0,
        errors: grown("syncErrors"),
      }),
    },
    findings: grown("unitsBad"),
    backlog: sum(to.lanes, "backlog"),
  };
}

/** Lanes say when they will measure as soon as they run; `null` before. */
function measuresFrom(lanes: readonly LaneCounters[]): number | null {
  const starts = lanes.map(({ startNs }) => startNs).filter((ns) => ns > 0);
  return starts.length > 0 ? Math.min(...starts) : null;
}

function sum(lanes: readonly LaneCounters[], name: keyof LaneCounters) {
  return lanes.reduce((total, lane) => total + lane[name], 0);
}

type OpCounts = Pick<IntervalOp, "count" | "bytes" | "errors">;

function opRow(span: Span, op: LaneOp, counts: OpCounts): IntervalOp {
  const service = added(span, op, "service");
  const response = added(span, op, "response");
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
    ...(service !== null && { histogram: encodeHistogram(service.counts) }),
    ...(response !== null && {
      responseHistogram: encodeHistogram(response.counts),
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
