/** Open loop: whether the storage kept up with the rate that was offered. */
import type { LanedStep, PlannedLoad } from "../plan/mod.ts";
import type { LaneCounters } from "../../backends/mod.ts";
import { allCounts, opCounts } from "../workers/mod.ts";
import type { IntervalRecording, StepRecording } from "../recorder/mod.ts";
import { wholeNs } from "./op_report.ts";
import type { OverloadReport } from "./report.ts";

/** More than that of what was offered is missing in an overload. */
const MISSING_SHARE = 0.02;
/** And more than that long: one hiccup at the end of a short step is none. */
const MISSING_SECONDS = 0.1;
/** A backlog of less than that of the rate is jitter. */
const BACKLOG_SECONDS_MIN = 0.05;

/** `null` in a closed loop, which offers no rate. */
export function overloadOf(
  step: StepRecording,
  planned: LanedStep,
): OverloadReport | null {
  if (planned.kind === "loader" || !planned.openLoop) return null;
  const lanes = step.lanes.map(({ counters }) => counters);
  const done = startedOps(lanes);
  const durationNs = wholeNs(step);
  const offered = offeredPerSecond(planned);
  const achieved = durationNs > 0 ? done * 1e9 / durationNs : 0;
  const expected = offered * durationNs / 1e9;
  const tolerated = Math.max(
    expected * MISSING_SHARE,
    offered * MISSING_SECONDS,
  ) + chance(planned, done);
  const backlogMax = lanes.reduce((sum, lane) => sum + lane.backlogMax, 0);
  return {
    operations: done,
    offeredPerSecond: offered,
    achievedPerSecond: achieved,
    lateStarts: lanes.reduce((sum, lane) => sum + lane.lateStarts, 0),
    lateNsMax: Math.max(0, ...lanes.map((lane) => lane.lateNsMax)),
    backlogMax,
    isOverloaded: expected - done > tolerated ||
      isGrowing(step.intervals, offered * BACKLOG_SECONDS_MIN),
  };
}

/** Syncs belong to the writes before them and have no intended start. */
function startedOps(lanes: readonly LaneCounters[]): number {
  const all = allCounts(lanes);
  const syncs = opCounts(lanes, "sync");
  return all.count + all.errors - syncs.count - syncs.errors;
}

function offeredPerSecond(planned: PlannedLoad): number {
  return planned.lanes.reduce(
    (sum, { arrival }) =>
      arrival.kind === "closed" ? sum : sum + 1e12 / arrival.intervalPs,
    0,
  );
}

/** Poisson arrivals miss their own count by chance: three deviations of it. */
function chance(planned: PlannedLoad, done: number): number {
  const isPoisson = planned.lanes.some(({ arrival }) =>
    arrival.kind === "poisson"
  );
  return isPoisson ? 3 * Math.sqrt(done) : 0;
}

/**
 * Twice the backlog at the end as in the middle. The last row is left out: by
 * then the lanes have ended.
 */
function isGrowing(
  intervals: readonly IntervalRecording[],
  backlogMin: number,
): boolean {
  const rows = intervals.slice(0, -1).filter((row) => !row.isWarmup);
  const middle = rows[Math.floor((rows.length - 1) / 2)]?.backlog ?? 0;
  const last = rows.at(-1)?.backlog ?? 0;
  return rows.length >= 3 && last >= 2 * middle && last > backlogMin;
}
