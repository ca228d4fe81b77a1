/** What each lane of a step did by itself, so that one that lags is seen. */
import type { LaneCounters, LaneOp } from "../../backends/mod.ts";
import type { LaneRecording } from "../recorder/mod.ts";
import { LOAD_OPS, opCounts } from "../workers/mod.ts";

/** One lane of a step, warm-up excluded but in `cpuNs`. */
export interface LaneReport {
  readonly lane: number;
  /** 0, or why it ended early, as the core numbers its statuses. */
  readonly status: number;
  /** From the end of its warm-up to its last completion. */
  readonly durationNs: number;
  readonly ops: readonly LaneOpReport[];
  /** CPU time of its thread. */
  readonly cpuNs: number;
  /** Operations that waited for another one on the same unit or key. */
  readonly conflicts: number;
  readonly lateStarts: number;
  readonly backlogMax: number;
  /** Times that it found a unit wrong. */
  readonly findings: number;
}

/** Amounts of one operation of one lane. */
export interface LaneOpReport {
  readonly op: LaneOp;
  readonly count: number;
  readonly errors: number;
  readonly bytes: number;
}

/** In the order of the lanes. One that never ran has a duration of 0. */
export function laneReports(lanes: readonly LaneRecording[]): LaneReport[] {
  return lanes.map(({ lane, status, counters }) => ({
    lane,
    status,
    durationNs: counters.startNs > 0 && counters.endNs > counters.startNs
      ? counters.endNs - counters.startNs
      : 0,
    ops: LOAD_OPS.flatMap((op) => laneOp(counters, op)),
    cpuNs: counters.cpuNs,
    conflicts: counters.conflicts,
    lateStarts: counters.lateStarts,
    backlogMax: counters.backlogMax,
    findings: counters.unitsBad,
  }));
}

function laneOp(counters: LaneCounters, op: LaneOp): LaneOpReport[] {
  const { count, errors, bytes } = opCounts([counters], op);
  return count + errors > 0 ? [{ op, count, errors, bytes }] : [];
}
