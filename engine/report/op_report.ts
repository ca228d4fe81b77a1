/** One row per operation of a step: counts, rates, latencies. */
import type { LaneCounters, LaneOp } from "../../backends/mod.ts";
import type { StepRecording } from "../recorder/mod.ts";
import { percentilesOf } from "./percentiles.ts";
import type { OpReport, Rate } from "./report.ts";

type BlockOp = Extract<LaneOp, "read" | "write" | "sync">;

const OPS: readonly BlockOp[] = ["read", "write", "sync"];

/** Operations that happened or failed, in the order read, write, sync. */
export function opReports(step: StepRecording): OpReport[] {
  return OPS.map((op) => opReport(step, op))
    .filter(({ count, errors }) => count + errors > 0);
}

function opReport(step: StepRecording, op: BlockOp): OpReport {
  const lanes = step.lanes.map(({ counters }) => counters);
  const of = (kind: "service" | "response") =>
    percentilesOf(
      step.latency.filter((one) => one.op === op && one.kind === kind),
    );
  const { count, errors, bytes } = countsOf(lanes, op);
  return {
    op,
    count,
    errors,
    bytes,
    whole: rateOf(wholeNs(step), count, bytes),
    steady: steadyRate(lanes, op),
    service: of("service"),
    response: of("response"),
  };
}

function countsOf(lanes: readonly LaneCounters[], op: BlockOp) {
  const sum = (name: keyof LaneCounters) =>
    lanes.reduce((total, lane) => total + lane[name], 0);
  switch (op) {
    case "read":
      return {
        count: sum("readOps"),
        errors: sum("readErrors"),
        bytes: sum("readBytes"),
      };
    case "write":
      return {
        count: sum("writeOps"),
        errors: sum("writeErrors"),
        bytes: sum("writeBytes"),
      };
    case "sync":
      return { count: sum("syncOps"), errors: sum("syncErrors"), bytes: 0 };
  }
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

/** Counters at the instant when the first lane ended, while all still ran. */
function steadyRate(lanes: readonly LaneCounters[], op: BlockOp): Rate | null {
  if (op === "sync") return null;
  const steady = lanes.filter(({ steadyNs, startNs }) =>
    steadyNs > 0 && startNs > 0
  );
  if (steady.length < lanes.length || steady.length === 0) return null;
  const startNs = Math.min(...steady.map((lane) => lane.startNs));
  const steadyNs = Math.min(...steady.map((lane) => lane.steadyNs));
  if (steadyNs <= startNs) return null;
  const sum = (name: keyof LaneCounters) =>
    steady.reduce((total, lane) => total + lane[name], 0);
  return op === "read"
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
