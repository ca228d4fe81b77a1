/**
 * Everything decided before anything is touched. The same inputs give the
 * same plan; a plan can be saved, shown and picked up again.
 */
import type { Objective, Profile } from "../profile/mod.ts";
import type { PlannedBlockStep, PlannedSpace } from "../workloads/block/mod.ts";
import type { PlannedConsistencyStep } from "../workloads/consistency/mod.ts";
import type {
  PlannedLoaderStep,
  PlannedSamples,
} from "../workloads/loader/mod.ts";
import type { PlannedPipelineStep } from "../workloads/pipeline/mod.ts";
import type { PlannedTableStep } from "../workloads/table/mod.ts";
import type {
  PlannedObjects,
  PlannedObjectStep,
} from "../workloads/object/mod.ts";

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
  /** Present exactly when a step loads objects. */
  readonly objects?: PlannedObjects;
  /** Present exactly when a step loads training samples or checkpoints. */
  readonly samples?: PlannedSamples;
  readonly steps: readonly PlannedStep[];
}

export type PlannedStep =
  | PlannedBlockStep
  | PlannedObjectStep
  | PlannedConsistencyStep
  | PlannedPipelineStep
  | PlannedLoaderStep
  | PlannedTableStep
  | PlannedCasesStep;

/** A step that loads, and has lanes. */
export type PlannedLoad = PlannedBlockStep | PlannedObjectStep;

/** A step that is recorded lane by lane, wherever its lanes run. */
export type LanedStep = PlannedLoad | PlannedLoaderStep;

export interface PlannedCasesStep {
  readonly kind: "cases";
  readonly name: string;
  /** Ids, resolved: no wildcard is left. */
  readonly cases: readonly string[];
}
