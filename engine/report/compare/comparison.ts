/** Reports held against each other: what came of it, as data of plain JSON. */
import type { LaneOp } from "../../../backends/mod.ts";
import type { Report } from "../report.ts";

/** Runs of one kind under one name; the first group is the base. */
export interface RunGroup {
  readonly name: string;
  readonly reports: readonly Report[];
  /** Only this target of the reports; absent: all of them. */
  readonly target?: string;
}

/** What is compared of one operation of one step. */
export type Metric =
  | "throughput"
  | "iops"
  | "mean"
  | "p50"
  | "p90"
  | "p99"
  | "p99.9"
  | "max";

/** Of `other` against the base: in time, not in number. */
export type Outcome =
  | "faster"
  | "slower"
  | "no difference shown"
  | "too few runs"
  | "too few samples";

/** The same figure of the runs of one group. */
export interface Spread {
  readonly values: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One group against the base. */
export interface Difference {
  readonly group: string;
  readonly spread: Spread;
  /** Of the medians, as a share: 0.1 is 10 % more. */
  readonly change: number | null;
  /** 95 %; `null` with too few runs. */
  readonly interval: readonly [number, number] | null;
  readonly chance: number | null;
  readonly effect: number;
  readonly outcome: Outcome;
}

/** One figure in every group. */
export interface ComparisonRow {
  readonly target: string;
  readonly step: string;
  readonly op: LaneOp;
  readonly metric: Metric;
  /** In B/s, operations a second, or ns. */
  readonly base: Spread;
  readonly isUncertain: boolean;
  readonly differences: readonly Difference[];
}

/** A condition of `--fail-if`, judged. */
export interface ConditionOutcome {
  readonly text: string;
  readonly outcome: "met" | "missed" | "undecided";
  readonly sentence: string;
}

/** Saved as JSON; its renderings start here. */
export interface Comparison {
  readonly version: 1;
  readonly tool: string;
  readonly seed: string;
  readonly resamples: number;
  readonly groups: readonly {
    readonly name: string;
    readonly target?: string;
    readonly runs: readonly {
      readonly runId: string;
      readonly outcome: string;
    }[];
  }[];
  /** Reasons not to trust it. */
  readonly warnings: readonly string[];
  readonly rows: readonly ComparisonRow[];
  readonly conditions: readonly ConditionOutcome[];
}
