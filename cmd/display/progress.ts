/**
 * How far a run is: a value made from the plan, advanced by samples. Pure, so
 * that what a person sees can be tested without a terminal.
 */
import {
  allCounts,
  type Plan,
  type PlannedStep,
  type Sample,
} from "../../engine/mod.ts";

/** A run as the display knows it. */
export interface Progress {
  readonly profile: string;
  readonly runId: string;
  readonly steps: readonly StepProgress[];
  readonly findings: number;
  readonly errors: number;
}

/** One step of one target. */
export interface StepProgress {
  readonly target: string;
  readonly step: string;
  readonly state: "waiting" | "running" | "done" | "stopped" | "failed";
  /** Most that it will move; `null` when only time ends it. */
  readonly bytes: number | null;
  /** Most that it will do; `null` when operations do not end it. */
  readonly ops: number | null;
  readonly durationNs: number | null;
  readonly startNs: number;
  /** Of the last sample. */
  readonly atNs: number;
  readonly movedBytes: number;
  readonly doneOps: number;
  readonly casesDone: number;
  readonly casesTotal: number;
}

/** Everything waiting. */
export function startProgress(plan: Plan): Progress {
  return {
    profile: plan.profile.name,
    runId: plan.runId,
    steps: plan.targets.flatMap((target) =>
      target.steps.map((step) => waitingStep(target.name, step))
    ),
    findings: 0,
    errors: 0,
  };
}

function waitingStep(target: string, step: PlannedStep): StepProgress {
  return {
    target,
    step: step.name,
    state: "waiting",
    bytes: step.kind === "block" || step.kind === "object" ||
        step.kind === "loader"
      ? step.bytes
      : null,
    ops: step.kind === "object" || step.kind === "consistency" ||
        step.kind === "loader"
      ? step.ops
      : step.kind === "pipeline"
      ? step.objects * (step.next === null ? 1 : 2)
      : step.kind === "table"
      ? step.appends
      : null,
    durationNs: timeOf(step),
    startNs: 0,
    atNs: 0,
    movedBytes: 0,
    doneOps: 0,
    casesDone: 0,
    casesTotal: step.kind === "cases" ? step.cases.length : 0,
  };
}

/** With its warm-up: nothing is over while that is not. */
function timeOf(step: PlannedStep): number | null {
  switch (step.kind) {
    case "cases":
    case "pipeline":
    case "table":
      return null;
    case "consistency":
    case "loader":
      return step.durationNs;
    default: {
      const warmupNs = Math.max(0, ...step.lanes.map((lane) => lane.warmupNs));
      return step.durationNs === null ? null : step.durationNs + warmupNs;
    }
  }
}

/** The progress after one more sample. */
export function advance(progress: Progress, sample: Sample): Progress {
  const findings = sample.type === "step-findings" ||
      sample.type === "consistency-ended" ||
      sample.type === "pipeline-ended" || sample.type === "table-ended"
    ? foundIn(sample)
    : 0;
  return {
    ...progress,
    findings: progress.findings + findings,
    errors: progress.errors + errorsOf(sample),
    steps: progress.steps.map((step) =>
      step.target === sample.target && step.step === sample.step
        ? advanceStep(step, sample)
        : step
    ),
  };
}

function advanceStep(step: StepProgress, sample: Sample): StepProgress {
  switch (sample.type) {
    case "step-started":
      return {
        ...step,
        state: "running",
        startNs: sample.atNs,
        atNs: sample.atNs,
      };
    case "step-progress":
    case "step-interval": {
      const { bytes, count } = allCounts(sample.lanes);
      return {
        ...step,
        atNs: sample.atNs,
        movedBytes: bytes,
        doneOps: count,
      };
    }
    case "step-ended":
      return { ...step, atNs: sample.atNs, state: sample.outcome };
    case "consistency-progress":
      return running(step, sample);
    case "pipeline-progress":
      return {
        ...running(step, { ...sample, attempts: sample.copied }),
        movedBytes: sample.copiedBytes,
      };
    case "table-progress":
      return {
        ...running(step, { ...sample, attempts: sample.appended }),
        movedBytes: sample.rowBytes,
      };
    case "table-ended":
    case "pipeline-ended":
    case "consistency-ended":
      return {
        ...step,
        startNs: sample.startNs,
        atNs: sample.atNs,
        state: sample.failure === undefined ? "done" : "failed",
      };
    case "case-ended":
      return afterCase(step);
    case "step-findings":
    case "loader-ended":
      return step;
  }
}

function foundIn(
  sample: Sample & {
    type:
      | "step-findings"
      | "consistency-ended"
      | "pipeline-ended"
      | "table-ended";
  },
): number {
  if (sample.type === "pipeline-ended") return sample.report.findings.length;
  if (sample.type === "table-ended") return sample.report.findingsCount;
  return sample.type === "step-findings"
    ? sample.findings.length
    : Object.values(sample.report.findingCounts)
      .reduce((sum, count) => sum + count, 0);
}

/** The first of these samples comes a while after the clients began. */
function running(
  step: StepProgress,
  { atNs, attempts }: { readonly atNs: number; readonly attempts: number },
): StepProgress {
  const startNs = step.state === "waiting" ? atNs : step.startNs;
  return { ...step, state: "running", startNs, atNs, doneOps: attempts };
}

/** Steps of cases have no samples but these. */
function afterCase(step: StepProgress): StepProgress {
  const casesDone = step.casesDone + 1;
  const state = casesDone >= step.casesTotal ? "done" : "running";
  return { ...step, casesDone, state };
}

/** Counted once, when the step has ended. */
function errorsOf(sample: Sample): number {
  if (sample.type !== "step-ended") return 0;
  return allCounts(sample.lanes.map(({ counters }) => counters)).errors;
}

/** Share of a step that is done, 0 to 1; `null` when nothing tells. */
export function doneShare(step: StepProgress): number | null {
  if (step.state === "waiting") return 0;
  if (step.state === "done") return 1;
  const shares: number[] = [];
  if (step.bytes) shares.push(step.movedBytes / step.bytes);
  if (step.ops) shares.push(step.doneOps / step.ops);
  if (step.durationNs) {
    shares.push((step.atNs - step.startNs) / step.durationNs);
  }
  if (step.casesTotal > 0) shares.push(step.casesDone / step.casesTotal);
  return shares.length === 0 ? null : Math.min(1, Math.max(...shares));
}

/** Nanoseconds that a running step still needs at its pace; `null` unknown. */
export function leftNs(step: StepProgress): number | null {
  const share = doneShare(step);
  const spentNs = step.atNs - step.startNs;
  if (share === null || share < 0.02 || step.state !== "running") return null;
  return spentNs / share - spentNs;
}
