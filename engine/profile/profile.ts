/**
 * What the user asks for, after parsing: units resolved, defaults filled in,
 * nothing checked against a target yet. Emitted by this stage, saved as JSON.
 */
import type { ConsistencyStep } from "./consistency_step.ts";
import type {
  CheckpointsAsked,
  LoaderStep,
  SamplesAsked,
} from "./loader_step.ts";
import type { PipelineStep } from "./pipeline_step.ts";
import type { TableStep } from "./table_step.ts";
import type { SteadyState } from "./steady_state.ts";
import type { ObjectOp, ObjectsAsked, ObjectStep } from "./object_step.ts";

export interface Profile {
  readonly name: string;
  readonly description: string;
  /** Names from the targets file, or URLs. */
  readonly targets: readonly string[];
  /** Repeats every random choice; absent: one is drawn for each run. */
  readonly seed?: string;
  /** Bytes of the space that block steps cover; absent: largest `total`. */
  readonly sizeBytes?: number;
  /** Files that the space is divided into. */
  readonly files: number;
  readonly unitBytes: 512 | 4096;
  /** Present exactly when a step loads objects. */
  readonly objects?: ObjectsAsked;
  /** Present where a step writes or reads training samples. */
  readonly samples?: SamplesAsked;
  /** Present where a step saves or restores checkpoints. */
  readonly checkpoints?: CheckpointsAsked;
  readonly steps: readonly Step[];
  readonly objectives: readonly Objective[];
}

export type Step =
  | BlockStep
  | ObjectStep
  | ConsistencyStep
  | PipelineStep
  | TableStep
  | LoaderStep
  | CasesStep;

/** A load of offsets. Percentages are 0 to 100. */
export interface BlockStep {
  readonly kind: "block";
  readonly name: string;
  readonly op: { readonly read: number; readonly write: number };
  readonly pattern: BlockPattern;
  readonly blockSizes: readonly {
    readonly bytes: number;
    readonly weight: number;
  }[];
  /** At least one of the three, or one pass over the space. */
  readonly totalBytes?: number;
  readonly ops?: number;
  readonly durationNs?: number;
  readonly warmupNs: number;
  /** Absent: the step never ends early. */
  readonly steadyState?: SteadyState;
  readonly lanes: number;
  readonly depth: number;
  readonly rate?: {
    readonly perSecond: number;
    readonly arrival: "constant" | "poisson";
  };
  readonly verify: "always" | "never";
  readonly sync:
    | { readonly kind: "none" | "end" | "dsync" }
    | { readonly kind: "every"; readonly writes: number };
  readonly io: "auto" | "io_uring" | "psync";
  readonly compressPercent: number;
  readonly dedupePercent: number;
  /** The step fails after more I/O errors than that. */
  readonly errorsMax: number;
}

export type BlockPattern =
  | { readonly kind: "sequential" | "random" | "shuffle" }
  | { readonly kind: "zipf"; readonly theta: number }
  | {
    readonly kind: "hot-band";
    readonly spacePercent: number;
    readonly accessPercent: number;
  };

export interface CasesStep {
  readonly kind: "cases";
  readonly name: string;
  /** Case ids with `*` as wildcard. */
  readonly select: readonly string[];
}

/** Everything that a load does and an objective can name. */
export type LoadOp = "read" | "write" | "sync" | ObjectOp;

/** `overwrite.read.p99 <= 50ms`, parsed. */
export interface Objective {
  readonly text: string;
  /** `null`: over all steps, as in `findings == 0`. */
  readonly step: string | null;
  /** `null`: over all operations; for latencies only commits of a table. */
  readonly op: LoadOp | null;
  /** Of the latency until the first byte of the answer, not the last. */
  readonly firstByte?: true;
  readonly metric: ObjectiveMetric;
  readonly compare: "<=" | "<" | ">=" | ">" | "==";
  /**
   * In the metric's base unit: ns, bytes, operations or rows per second,
   * percent (coverage and shares), ratio, count.
   */
  readonly bound: number;
}

export type ObjectiveMetric =
  | "throughput"
  | "iops"
  | "mean"
  | "p50"
  | "p90"
  | "p99"
  | "p99.9"
  | "p99.99"
  | "max"
  | "errors"
  | "findings"
  | "coverage"
  | "rows"
  | LoaderMetric;

/** What only a load of training samples has. */
export type LoaderMetric =
  | "hitRate"
  | "hitP99"
  | "utilisation"
  | "compression"
  | "memoryOverhead";
