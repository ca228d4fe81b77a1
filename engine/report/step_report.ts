/** One recorded step, with what was planned for it, as one part of a report. */
import type { PlannedBlockStep, PlannedTarget } from "../plan/mod.ts";
import type { StepRecording } from "../recorder/mod.ts";
import { clientOf } from "./client.ts";
import { coverageOf } from "./coverage.ts";
import { opReports } from "./op_report.ts";
import { overloadOf } from "./overload.ts";
import type { StepReport } from "./report.ts";

/** A recorded block step beside its plan. */
export interface RecordedStep {
  readonly step: StepRecording;
  readonly planned: PlannedBlockStep;
  readonly target: PlannedTarget;
}

/** Numbers only; doubts come from the whole. */
export function stepReport(
  recorded: RecordedStep,
  cpuCount: number,
): StepReport {
  const { step, planned, target } = recorded;
  const lanes = step.lanes.map(({ counters }) => counters);
  const overload = overloadOf(step, planned);
  return {
    target: step.target,
    step: step.step,
    outcome: step.outcome,
    startNs: step.startNs,
    durationNs: step.endNs - step.startNs,
    io: planned.io,
    lanes: planned.lanes.length,
    depth: planned.lanes[0]?.depth ?? 0,
    openLoop: planned.openLoop,
    ops: opReports(step),
    coverage: coverageOf(lanes, target.space?.unitBytes ?? 0, step.space),
    intervals: step.intervals,
    conflicts: lanes.reduce((sum, lane) => sum + lane.conflicts, 0),
    overload,
    client: clientOf({ step, planned, overload, cpuCount }),
  };
}
