/**
 * What the workers emit while a step runs and when it ends. Times are
 * nanoseconds of the core's monotonic clock.
 */
import type {
  LaneCounters,
  LaneOp,
  LatencyCounts,
  LatencyKind,
  SpaceFacts,
  UnitFinding,
} from "../../backends/mod.ts";

export type Sample =
  | StepStarted
  | StepProgress
  | StepInterval
  | StepFindings
  | StepEnded
  | CaseEnded;

export interface StepStarted {
  readonly type: "step-started";
  readonly target: string;
  readonly step: string;
  readonly atNs: number;
}

/** Ten times a second: counters only. */
export interface StepProgress {
  readonly type: "step-progress";
  readonly target: string;
  readonly step: string;
  readonly atNs: number;
  readonly lanes: readonly LaneCounters[];
}

/** Once a second: counters and the histograms so far, one set per step. */
export interface StepInterval {
  readonly type: "step-interval";
  readonly target: string;
  readonly step: string;
  readonly atNs: number;
  readonly lanes: readonly LaneCounters[];
  readonly latency: readonly LatencySnapshot[];
}

/** Merged over the lanes of the step, cumulative since its start. */
export interface LatencySnapshot {
  readonly op: LaneOp;
  readonly kind: LatencyKind;
  readonly counts: LatencyCounts;
}

export interface StepFindings {
  readonly type: "step-findings";
  readonly target: string;
  readonly step: string;
  readonly findings: readonly UnitFinding[];
}

export interface StepEnded {
  readonly type: "step-ended";
  readonly target: string;
  readonly step: string;
  readonly atNs: number;
  readonly lanes: readonly LaneEnd[];
  readonly space: SpaceFacts;
  /** `stopped`: asked to end early; `failed`: the world failed. */
  readonly outcome: "done" | "stopped" | "failed";
  /** One sentence, when failed. */
  readonly failure?: string;
  /** CPU of the whole process during the step. */
  readonly userNs: number;
  readonly systemNs: number;
  readonly residentBytesMax: number;
}

export interface LaneEnd {
  readonly lane: number;
  readonly status: number;
  readonly counters: LaneCounters;
  readonly latency: readonly LatencySnapshot[];
}

export interface CaseEnded {
  readonly type: "case-ended";
  readonly target: string;
  readonly step: string;
  readonly id: string;
  readonly verdict: "held" | "broken" | "not claimed" | "skipped" | "failed";
  readonly reason: string;
  readonly durationNs: number;
}
