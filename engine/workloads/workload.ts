/**
 * The one interface through which planning asks a workload to decide. A
 * workload lays out what its steps share on a target, then each step.
 */
import type {
  BlockFacts,
  ConsistencyFacts,
  StoreFacts,
} from "../../backends/mod.ts";
import type { Mistakes, Profile, Step } from "../profile/mod.ts";

/** A place under test, as far as it is known before it is touched. */
export interface WorkloadTarget {
  readonly name: string;
  /** Without secrets. */
  readonly url: string;
  /** `null`: the storage has no offsets to load. */
  readonly facts: BlockFacts | null;
  /** Absent or `null`: the storage takes no load of keys. */
  readonly store?: StoreFacts | null;
  /** Absent or `null`: it has no keys that clients could put and read. */
  readonly consistency?: ConsistencyFacts | null;
  /** The core moves whole objects there; absent: it does not. */
  readonly movesStreams?: boolean;
  /** Keys can be put where none is, read in ranges and listed. */
  readonly holdsTables?: boolean;
  /** Absent or `null`: it cannot hold files of training samples. */
  readonly samples?: SampleFacts | null;
}

/** How files of training samples are written to a place, and read. */
export interface SampleFacts {
  /** Who moves the bytes, as the report names it. */
  readonly client: string;
}

/** What every decision of a run may depend on, and where refusals go. */
export interface WorkloadContext {
  readonly profile: Profile;
  readonly target: WorkloadTarget;
  /** Of all targets of the run, in its order. */
  readonly targetNames?: readonly string[];
  /** 16 hex digits. */
  readonly runId: string;
  readonly seed: string;
  /** Number of the target's first file in the run. */
  readonly objectTag: number;
  readonly mistakes: Mistakes;
}

/** A step with its number in the profile. */
export interface NumberedStep<S extends Step> {
  readonly step: S;
  readonly index: number;
}

export interface Workload<S extends Step, Space, Planned> {
  /**
   * Lays out what all steps of this kind share on one target; `null` after a
   * mistake, or when the profile has no such step.
   */
  layOut(context: WorkloadContext): Space | null;
  /** Decides one step; `null` after at least one mistake. */
  plan(
    numbered: NumberedStep<S>,
    space: Space,
    context: WorkloadContext,
  ): Planned | null;
}
