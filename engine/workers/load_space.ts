/**
 * A space of offsets and a space of keys as one thing that lanes are made in:
 * running a step is the same for both.
 */
import type {
  Gate,
  Lane,
  ObjectSpace,
  ObjectSpaceFacts,
  SizeClassCounts,
  Space,
  SpaceFacts,
} from "../../backends/mod.ts";
import {
  hexToU64,
  type LanedStep,
  type PlannedBlockStep,
  type PlannedLoad,
  type PlannedObjectStep,
} from "../plan/mod.ts";

/** A lane of either kind. */
export type LoadLane = Omit<Lane, "spec"> & {
  readonly spec: { readonly lane: number };
  /** Rows by the size of objects; only lanes over keys have them. */
  sizeClass?(op: "get" | "put", index: number): SizeClassCounts;
};

/** What a space knows when a step has ended. */
export interface EndFacts {
  readonly space: SpaceFacts | null;
  readonly objects?: ObjectSpaceFacts | null;
}

/** An open space, with the step that runs in it. */
export interface LoadSpace {
  readonly step: LanedStep;
  gate(): Gate;
  /** Makes the lane with that index in the step. */
  lane(gate: Gate, index: number): LoadLane;
  facts(): EndFacts;
  /** Facts of a space that must not be asked any more. */
  readonly unknown: EndFacts;
  /** Name of key `index`; `null` where there are no keys. */
  keyName(index: number): string | null;
  /** Where the lane with that index sends its requests; `null`: it sends none. */
  endpoint(index: number): string | null;
}

/** Offsets: lanes of the step over regions of the space. */
export function blockLoad(space: Space, step: PlannedBlockStep): LoadSpace {
  return {
    step,
    gate: () => space.gate(),
    lane: (gate, index) =>
      space.lane(gate, specOf(step.lanes[index], step.name)),
    facts: () => ({ space: space.facts() }),
    unknown: { space: null },
    keyName: () => null,
    endpoint: (index) => space.endpoint?.(endpointOf(step, index)) ?? null,
  };
}

/** Keys: lanes of the step, each over keys of its own. */
export function objectLoad(
  space: ObjectSpace,
  step: PlannedObjectStep,
): LoadSpace {
  return {
    step,
    gate: () => space.gate(),
    lane: (gate, index) =>
      space.lane(gate, specOf(step.lanes[index], step.name)),
    facts: () => ({ space: null, objects: space.facts() }),
    unknown: { space: null, objects: null },
    // A listing may show a key that none of ours has.
    keyName: (index) =>
      index < space.spec.keyCount ? space.key(index) : `key ${index}`,
    endpoint: (index) => space.endpoint?.(endpointOf(step, index)) ?? null,
  };
}

function endpointOf({ lanes }: PlannedLoad, index: number): number {
  return lanes[index]?.endpoint ?? 0;
}

function specOf<P extends { readonly seed: string }>(
  planned: P | undefined,
  step: string,
): Omit<P, "seed"> & { readonly seed: bigint } {
  if (planned === undefined) {
    throw new TypeError(`Step "${step}" has no such lane`);
  }
  return { ...planned, seed: hexToU64(planned.seed) };
}
