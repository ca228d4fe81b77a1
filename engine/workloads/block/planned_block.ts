/**
 * What planning decides for block loads: the space on one target and the
 * lanes of each step. Plain JSON; 64-bit numbers are 16 hex digits.
 */
import type { IoMethod, LaneSpec } from "../../../backends/mod.ts";
import type { SteadyState } from "../../profile/mod.ts";

/** The space that all block steps of one target share. */
export interface PlannedSpace {
  readonly kind: "directory" | "device" | "memory" | "null" | "store";
  readonly direct: boolean;
  readonly alignBytes: number;
  readonly files: readonly PlannedFile[];
  readonly fileBytes: number;
  readonly unitBytes: 512 | 4096;
  /** Of a store: each file is cut into objects of that size. */
  readonly objectBytes?: number;
  /** Of a store: who sends the requests, as it names itself. */
  readonly client?: string;
  /** 16 hex digits; the same for every target of the run. */
  readonly runKey: string;
  /** Number of the first file in the run; the others follow. */
  readonly objectTag: number;
  /** What steps that end by bytes or operations write; timed ones add more. */
  readonly writesBytes: number;
  readonly compressPermille: number;
  readonly dedupePermille: number;
}

export interface PlannedFile {
  /** Below the target's folder; "" for a device. */
  readonly name: string;
  /** 16 hex digits. */
  readonly objectId: string;
}

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
  /** Ends the step early; absent: nothing does. */
  readonly steadyState?: SteadyState;
}

/** A lane with its seed as 16 hex digits, so that a plan is plain JSON. */
export type PlannedLane =
  & Omit<LaneSpec, "seed">
  & { readonly seed: string };
