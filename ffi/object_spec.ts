/**
 * Keys under load, as the plan decides them: how an object space is made, what
 * one lane does to its own keys, and what is known afterwards. Fields as
 * `struct sv_object_spec` and `struct sv_object_lane_spec` document them.
 */
import type { LaneOp } from "./evidence.ts";
import type { LaneArrival } from "./lane_spec.ts";

/** Sizes of objects in bytes, drawn from (seed, key, generation). */
export type SizeShape =
  | { readonly kind: "fixed"; readonly bytes: number }
  | {
    readonly kind: "uniform";
    readonly minBytes: number;
    /** Inclusive. */
    readonly maxBytes: number;
  }
  | {
    readonly kind: "lognormal";
    readonly medianBytes: number;
    /** Sigma of the logarithm, in thousandths. */
    readonly sigmaMilli: number;
    readonly minBytes: number;
    readonly maxBytes: number;
  }
  | { readonly kind: "list"; readonly sizes: readonly SizeWeight[] };

/** One of at most eight sizes of a list. */
export interface SizeWeight {
  readonly bytes: number;
  readonly weight: number;
}

/** `tree` spreads keys over two levels of `width` folders each. */
export type KeyStyle =
  | { readonly kind: "flat" }
  | { readonly kind: "tree"; readonly width: number };

/** How one object space is made. Everything is decided by the plan. */
export interface ObjectSpaceSpec {
  readonly runId: bigint;
  readonly runKey: bigint;
  /** Sizes follow from it. */
  readonly seed: bigint;
  /** Below the target's prefix, such as `sv-12ab/`. */
  readonly keyPrefix: string;
  readonly keyCount: number;
  readonly sizes: SizeShape;
  readonly keyStyle: KeyStyle;
  readonly partBytes: number;
  /** Objects from this size on go up in parts; 0 is never. */
  readonly multipartFromBytes: number;
  readonly unitBytes: 512 | 4096;
  readonly mode: "create" | "recover";
  readonly readOnly: boolean;
  readonly compressPermille: number;
  readonly dedupePermille: number;
  /** Number of the space in the run. */
  readonly objectTag: number;
  /** Path of the oracle file; absent keeps it in memory. */
  readonly oraclePath?: string;
}

/** What can be done to a key. */
export type ObjectOp = Exclude<LaneOp, "read" | "write" | "sync">;

/** Which of its keys a lane takes next. */
export type KeyChoice =
  | { readonly kind: "sequential" }
  /**
   * In order, and the lane ends after the last one: keys that are surely there
   * by the oracle, and those that are not.
   */
  | { readonly kind: "there" | "missing" }
  | { readonly kind: "random" }
  | { readonly kind: "zipf"; readonly thetaMilli: number }
  | {
    readonly kind: "hot-band";
    readonly spacePermille: number;
    readonly accessPermille: number;
  };

/** One lane, as planned. No two lanes of a step share a key. */
export interface ObjectLaneSpec {
  readonly lane: number;
  readonly seed: bigint;
  readonly firstKey: number;
  readonly keyCount: number;
  /** 0 means no limit, for these three. */
  readonly limitOps: number;
  readonly limitBytes: number;
  readonly limitNs: number;
  readonly warmupNs: number;
  /** Operations in flight, 1 to 4096. */
  readonly depth: number;
  readonly arrival: LaneArrival;
  readonly choose: KeyChoice;
  /** Shares of the operations; what is absent is not done. */
  readonly weights: Readonly<Partial<Record<ObjectOp, number>>>;
  readonly rangeBytes: number;
  /** Keys per page of a listing, 1 to 1000. */
  readonly listLimit: number;
  /** Parts of one upload in flight. */
  readonly partDepth: number;
  readonly verify: boolean;
  readonly errorsMax: number;
  /** 1 is no retry. */
  readonly attemptsMax: number;
  /** Number of the endpoint, modulo their count. */
  readonly endpoint: number;
}

/** What the oracle of an object space knows. */
export interface ObjectSpaceFacts {
  readonly keys: number;
  readonly keysLive: number;
  readonly keysDeleted: number;
  readonly keysNever: number;
  /** The last change of these was never acknowledged, nor refused. */
  readonly keysUnsettled: number;
  readonly bytesLive: number;
  readonly generationMax: number;
  /** Uploads in parts that were begun and have no known end. */
  readonly uploadsOpen: number;
}
