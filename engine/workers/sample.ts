/**
 * What the workers emit while a step runs and when it ends. Times are
 * nanoseconds of the core's monotonic clock.
 */
import type {
  LaneCounters,
  LaneOp,
  LatencyKind,
  ObjectSpaceFacts,
  SpaceFacts,
  UnitFinding,
} from "../../backends/mod.ts";
import type { ConsistencyPromise } from "../../backends/mod.ts";
import type { CaseEnded } from "../cases/mod.ts";
import type { LoaderReport } from "../workloads/loader/mod.ts";
import type { PipelineReport } from "../workloads/pipeline/mod.ts";
import type { TableReport } from "../workloads/table/mod.ts";
import type { SteadyReached } from "./steady_watch.ts";
import type { ConsistencyReport } from "../workloads/consistency/mod.ts";

/** Everything that the recorder and a display ever see of a run. */
export type Sample =
  | StepStarted
  | StepProgress
  | StepInterval
  | StepFindings
  | StepEnded
  | ConsistencyProgress
  | ConsistencyEnded
  | PipelineProgress
  | PipelineEnded
  | LoaderEnded
  | TableProgress
  | TableEnded
  | CaseEnded;

/** The gate is about to open, or what stands before it has failed. */
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

/** Once a second, and once at the end: counters and histograms so far. */
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
  readonly totals: LatencyTotals;
}

/**
 * A histogram summed over lanes. Counts are doubles, exact to 2^53, because
 * adding 33,792 of them costs a hundredth of what 64-bit integers cost here.
 */
export interface LatencyTotals {
  readonly counts: Float64Array;
  /** Samples in `counts`; those above the range are only in `over`. */
  readonly count: number;
  readonly over: number;
  /** Of the samples in `counts`. */
  readonly sumNs: number;
  /** `null` while empty. */
  readonly minNs: number | null;
  /** Also of the samples above the range. */
  readonly maxNs: number;
}

/** Evidence taken from the lanes since the last sample of this type. */
export interface StepFindings {
  readonly type: "step-findings";
  readonly target: string;
  readonly step: string;
  readonly findings: readonly UnitFinding[];
  /** Over keys: the name of each finding's key, in the same order. */
  readonly keys?: readonly string[];
}

/** The last sample of a step that started. */
export interface StepEnded {
  readonly type: "step-ended";
  readonly target: string;
  readonly step: string;
  readonly atNs: number;
  /** Empty when the step failed before its lanes were made. */
  readonly lanes: readonly LaneEnd[];
  /** Merged over the lanes, every operation of the step. */
  readonly latency: readonly LatencySnapshot[];
  /** `null` when the space never opened or was abandoned. */
  readonly space: SpaceFacts | null;
  /** Of a step over keys; `null` when nobody could be asked any more. */
  readonly objects?: ObjectSpaceFacts | null;
  /** Of a step over keys: gets and puts by size, those that happened. */
  readonly sizes?: readonly SizeClassSnapshot[];
  /** `stopped`: asked to end early; `failed`: the world failed. */
  readonly outcome: "done" | "stopped" | "failed";
  /** Why it ended early; absent: it did not, or was not to. */
  readonly steady?: SteadyReached;
  /** One sentence, when failed. */
  readonly failure?: string;
  /** CPU of the whole process during the step. */
  readonly userNs: number;
  readonly systemNs: number;
  readonly residentBytesMax: number;
}

/** Once a second while clients fight over keys. */
export interface ConsistencyProgress {
  readonly type: "consistency-progress";
  readonly target: string;
  readonly step: string;
  readonly atNs: number;
  /** That have ended, of all clients. */
  readonly attempts: number;
}

/** The only sample that is recorded of clients that fought over keys. */
export interface ConsistencyEnded {
  readonly type: "consistency-ended";
  readonly target: string;
  readonly step: string;
  readonly startNs: number;
  readonly atNs: number;
  readonly promise: ConsistencyPromise;
  readonly report: ConsistencyReport;
  /** Name of the file with every attempt, where there is one. */
  readonly history?: string;
  /** One sentence: why it ended early, or its history could not be kept. */
  readonly failure?: string;
}

/** As each copy ends. */
export interface PipelineProgress {
  readonly type: "pipeline-progress";
  readonly target: string;
  readonly step: string;
  readonly atNs: number;
  readonly copied: number;
  readonly copiedBytes: number;
}

/** The only sample that is recorded of a step that copies objects. */
export interface PipelineEnded {
  readonly type: "pipeline-ended";
  readonly target: string;
  readonly step: string;
  readonly startNs: number;
  readonly atNs: number;
  readonly report: PipelineReport;
  /** One sentence: the first copy that failed. */
  readonly failure?: string;
}

/** As each append is acknowledged. */
export interface TableProgress {
  readonly type: "table-progress";
  readonly target: string;
  readonly step: string;
  readonly atNs: number;
  readonly appended: number;
  readonly rowBytes: number;
}

/** The only sample that is recorded of a step that writes a table. */
export interface TableEnded {
  readonly type: "table-ended";
  readonly target: string;
  readonly step: string;
  readonly startNs: number;
  readonly atNs: number;
  readonly report: TableReport;
  /** One sentence: the first append that failed. */
  readonly failure?: string;
}

/** What a step over training data has beside its lanes, once it has ended. */
export interface LoaderEnded {
  readonly type: "loader-ended";
  readonly target: string;
  readonly step: string;
  readonly startNs: number;
  readonly atNs: number;
  readonly report: LoaderReport;
  /** From asking for a sample to having it, where the cache had it. */
  readonly hits: LatencyTotals;
}

/** Gets or puts of objects of one size class, merged over the lanes. */
export interface SizeClassSnapshot {
  /** Uploads in parts count as puts. */
  readonly op: "get" | "put";
  /** Largest object of the class; smaller classes have the smaller ones. */
  readonly uptoBytes: number;
  readonly bytes: number;
  readonly totals: LatencyTotals;
}

/** How one lane ended: its status, 0 or negative, and its last counters. */
export interface LaneEnd {
  readonly lane: number;
  readonly status: number;
  readonly counters: LaneCounters;
}
