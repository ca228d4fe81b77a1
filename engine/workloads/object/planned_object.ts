/**
 * What planning decides for loads of keys: the objects on one target and the
 * lanes of each step. Plain JSON; 64-bit numbers are 16 hex digits.
 */
import type {
  KeyStyle,
  ObjectLaneSpec,
  SizeShape,
  StoreFacts,
} from "../../../backends/mod.ts";
import type { SteadyState } from "../../profile/mod.ts";

/** The objects that all object steps of one target share. */
export interface PlannedObjects {
  /** Below the target's own prefix; ends with a slash. */
  readonly keyPrefix: string;
  readonly keys: number;
  readonly sizes: SizeShape;
  readonly keyStyle: KeyStyle;
  readonly partBytes: number;
  /** 0: never. */
  readonly multipartFromBytes: number;
  readonly unitBytes: 512 | 4096;
  /** 16 hex digits; the same for every target of the run. */
  readonly runKey: string;
  /** 16 hex digits; sizes follow from it, alike on every target. */
  readonly seed: string;
  /** Number of the objects among all spaces of the run. */
  readonly objectTag: number;
  readonly compressPermille: number;
  readonly dedupePermille: number;
  readonly client: StoreFacts["client"];
  /** As the client names itself: `libcurl/7.88.1`. */
  readonly clientVersion: string;
  readonly endpoints: number;
  readonly isInsecure: boolean;
}

export interface PlannedObjectStep {
  readonly kind: "object";
  readonly name: string;
  readonly openLoop: boolean;
  readonly lanes: readonly PlannedObjectLane[];
  /** What the step will move at most; `null` when bytes do not end it. */
  readonly bytes: number | null;
  /** What it will do at most; `null` when operations do not end it. */
  readonly ops: number | null;
  readonly durationNs: number | null;
  /** Ends the step early; absent: nothing does. */
  readonly steadyState?: SteadyState;
}

/** A lane with its seed as 16 hex digits, so that a plan is plain JSON. */
export type PlannedObjectLane =
  & Omit<ObjectLaneSpec, "seed">
  & { readonly seed: string };
