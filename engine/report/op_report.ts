/** One row per operation of a step: counts, rates, latencies. */
import type { LaneCounters, LaneOp, LatencyKind } from "../../backends/mod.ts";
import type { StepRecording } from "../recorder/mod.ts";
import { LOAD_OPS, opCounts } from "../workers/mod.ts";
import { percentilesOf } from "./percentiles.ts";
import type { OpReport, Rate } from "./report.ts";

/** Operations that the steady counters add up. */
const COMING: readonly LaneOp[] = ["read", "get", "range"];
const GOING: readonly LaneOp[] = ["write", "put", "upload"];

/** Operations that happened or failed, in the order of the core. */
export function opReports(step: StepRecording): OpReport[] {
  return LOAD_OPS.map((op) => opReport(step, op))
    .filter(({ count, errors }) => count + errors > 0);
}

function opReport(step: StepRecording, op: LaneOp): OpReport {
  const lanes = step.lanes.map(({ counters }) => counters);
  const of = (kind: LatencyKind) =>
    percentilesOf(
      step.latency.filter((one) => one.op === op && one.kind === kind),
    );
  const { count, errors, bytes } = opCounts(lanes, op);
  const firstByte = of("first-byte");
  return {
    op,
    count,
    errors,
    bytes,
    whole: rateOf(wholeNs(step), count, bytes),
    steady: steadyRate(lanes, op),
    service: of("service"),
    response: of("response"),
    ...(firstByte !== null && { firstByte }),
  };
}

/**
 * From the end of the first warm-up to the last completion. A lane that never
 * started, or was cut off, leaves the step's own times.
 */
export function wholeNs(step: StepRecording): number {
  const lanes = step.lanes.map(({ counters }) => counters);
  const starts = lanes.map(({ startNs }) => startNs).filter((ns) => ns > 0);
  const ends = lanes.map(({ endNs }) => endNs > 0 ? endNs : step.endNs);
  const startNs = starts.length > 0 ? Math.min(...starts) : step.startNs;
  const endNs = ends.length > 0 ? Math.max(...ends) : step.endNs;
  return Math.max(0, endNs - startNs);
}

/**
 * Counters at the instant when the first lane ended, while all still ran. They
 * tell what came from what went, so that of two operations of one kind in one
 * step (gets and range reads) neither has a steady rate.
 */
function steadyRate(lanes: readonly LaneCounters[], op: LaneOp): Rate | null {
  const way = [COMING, GOING].find((ops) => ops.includes(op));
  const isAlone = way?.every((other) =>
    other === op || opCounts(lanes, other).count === 0
  );
  if (way === undefined || isAlone !== true) return null;
  const steady = lanes.filter(({ steadyNs, startNs }) =>
    steadyNs > 0 && startNs > 0
  );
  if (steady.length < lanes.length || steady.length === 0) return null;
  const startNs = Math.min(...steady.map((lane) => lane.startNs));
  const steadyNs = Math.min(...steady.map((lane) => lane.steadyNs));
  if (steadyNs <= startNs) return null;
  const sum = (name: keyof LaneCounters) =>
    steady.reduce((total, lane) => total + lane[name], 0);
  return way === COMING
    ? rateOf(steadyNs - startNs, sum("steadyReadOps"), sum("steadyReadBytes"))
    : rateOf(
      steadyNs - startNs,
      sum("steadyWriteOps"),
      sum("steadyWriteBytes"),
    );
}

function rateOf(durationNs: number, count: number, bytes: number): Rate {
  const perSecond = durationNs > 0 ? 1e9 / durationNs : 0;
  return {
    durationNs,
    bytesPerSecond: bytes * perSecond,
    opsPerSecond: count * perSecond,
  };
}
