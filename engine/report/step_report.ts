/** One recorded step, with what was planned for it, as one part of a report. */
import type { LanedStep, PlannedTarget } from "../plan/mod.ts";
import type { StepRecording } from "../recorder/mod.ts";
import { clientOf } from "./client.ts";
import { coverageOf } from "./coverage.ts";
import { httpReport } from "./http_report.ts";
import { laneReports } from "./lane_report.ts";
import { objectCoverage } from "./object_coverage.ts";
import { opReports, wholeNs } from "./op_report.ts";
import { overloadOf } from "./overload.ts";
import { percentilesOf } from "./percentiles.ts";
import type { SizeClassReport, StepReport } from "./report.ts";

/** A recorded load beside its plan. */
export interface RecordedStep {
  readonly step: StepRecording;
  readonly planned: LanedStep;
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
    ...steadyStateOf(recorded),
    startNs: step.startNs,
    durationNs: step.endNs - step.startNs,
    io: ioOf(planned),
    lanes: planned.lanes.length,
    depth: planned.lanes[0]?.depth ?? 0,
    openLoop: planned.openLoop,
    ops: opReports(step),
    coverage: coverageOf(lanes, unitBytesOf(recorded), step.space),
    intervals: step.intervals,
    conflicts: lanes.reduce((sum, lane) => sum + lane.conflicts, 0),
    overload,
    client: clientOf({
      step,
      planned,
      overload,
      cpuCount,
      ...clientName(planned, target),
    }),
    ...(planned.kind === "object" && { objects: objectCoverage(step) }),
    ...(step.sizes !== undefined && { sizes: sizeReports(step) }),
    ...(ioOf(planned) === "http" && { http: httpReport(step) }),
    laneRows: laneReports(step.lanes),
  };
}

function steadyStateOf(
  { planned, step }: RecordedStep,
): Pick<StepReport, "steadyState"> {
  if (planned.kind === "loader" || planned.steadyState === undefined) return {};
  const reached = step.steady ?? null;
  return { steadyState: { ...planned.steadyState, reached } };
}

function ioOf(planned: LanedStep): string {
  return planned.kind === "object" ? "http" : planned.io;
}

function unitBytesOf({ planned, target }: RecordedStep): number {
  // Loads of training data count bytes.
  if (planned.kind === "loader") return 1;
  const laidOut = planned.kind === "object" ? target.objects : target.space;
  return laidOut?.unitBytes ?? 0;
}

function clientName(
  planned: LanedStep,
  { objects, space }: PlannedTarget,
): { readonly name?: string } {
  if (planned.kind === "loader") return { name: planned.io };
  const name = planned.kind === "object"
    ? objects?.clientVersion
    : space?.client;
  return name === undefined ? {} : { name };
}

function sizeReports(step: StepRecording): SizeClassReport[] {
  const perSecond = wholeNs(step) > 0 ? 1e9 / wholeNs(step) : 0;
  return (step.sizes ?? []).flatMap(({ op, uptoBytes, bytes, latency }) => {
    const found = percentilesOf([{ ...latency, op, kind: "service" }]);
    if (found === null) return [];
    return [{
      op,
      uptoBytes,
      bytes,
      bytesPerSecond: bytes * perSecond,
      latency: found,
    }];
  });
}
