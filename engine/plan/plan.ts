/**
 * Everything decided before anything is touched. The same inputs give the
 * same plan; a plan can be saved, shown and picked up again.
 */
import type { IoMethod, LaneSpec } from "../../backends/mod.ts";
import type { Objective, Profile } from "../profile/mod.ts";

export interface Plan {
  readonly version: 1;
  /** 16 hex digits; names the run in every stamp. */
  readonly runId: string;
  readonly seed: string;
  readonly profile: Profile;
  readonly targets: readonly PlannedTarget[];
  readonly objectives: readonly Objective[];
  /** Reasons, known beforehand, not to trust some number. */
  readonly doubts: readonly string[];
}

export interface PlannedTarget {
  readonly name: string;
  readonly url: string;
  readonly space: PlannedSpace | null;
  readonly steps: readonly PlannedStep[];
}

export interface PlannedSpace {
  readonly kind: "directory" | "device" | "memory" | "null";
  readonly direct: boolean;
  readonly alignBytes: number;
  readonly files: readonly {
    readonly name: string;
    /** 16 hex digits. */
    readonly objectId: string;
  }[];
  readonly fileBytes: number;
  readonly unitBytes: 512 | 4096;
  readonly runKey: string;
  readonly writesBytes: number;
  readonly compressPermille: number;
  readonly dedupePermille: number;
}

export type PlannedStep = PlannedBlockStep | PlannedCasesStep;

export interface PlannedBlockStep {
  readonly kind: "block";
  readonly name: string;
  readonly io: IoMethod;
  readonly dsync: boolean;
  readonly openLoop: boolean;
  readonly lanes: readonly PlannedLane[];
  /** What the step will move at most; `null` when only time ends it. */
  readonly bytes: number | null;
  readonly durationNs: number | null;
}

/** A lane with its seed as text, so that a plan is plain JSON. */
export type PlannedLane =
  & Omit<LaneSpec, "seed">
  & { readonly seed: string };

export interface PlannedCasesStep {
  readonly kind: "cases";
  readonly name: string;
  readonly cases: readonly string[];
}
