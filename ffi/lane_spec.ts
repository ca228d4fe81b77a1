/**
 * One stream of operations over its own region of a space, as the plan decides
 * it. Fields as `struct sv_lane_spec` documents them.
 */

export type IoMethod = "io_uring" | "psync" | "null" | "http";
export type LanePattern =
  | { readonly kind: "sequential" }
  | { readonly kind: "random" }
  | { readonly kind: "shuffle" }
  | { readonly kind: "zipf"; readonly thetaMilli: number }
  | {
    readonly kind: "hot-band";
    readonly spacePermille: number;
    readonly accessPermille: number;
  };
export type LaneArrival =
  | { readonly kind: "closed" }
  | {
    readonly kind: "constant" | "poisson";
    readonly intervalPs: number;
    readonly phaseNs: number;
  };
export type SyncPolicy =
  | { readonly kind: "none" }
  | { readonly kind: "every"; readonly writes: number }
  | { readonly kind: "end" };

export interface MixEntry {
  readonly bytes: number;
  readonly weight: number;
}

/** One lane, as planned. No two lanes of a step share a unit. */
export interface LaneSpec {
  readonly lane: number;
  readonly seed: bigint;
  readonly regionUnit: number;
  readonly regionUnits: number;
  /** 0 means no limit, for these three. */
  readonly limitOps: number;
  readonly limitBytes: number;
  readonly limitNs: number;
  readonly warmupNs: number;
  readonly io: IoMethod;
  readonly depth: number;
  readonly pattern: LanePattern;
  readonly arrival: LaneArrival;
  readonly readPermille: number;
  readonly verify: boolean;
  readonly sync: SyncPolicy;
  readonly errorsMax: number;
  readonly mix: readonly MixEntry[];
  /** Over a store: writes are widened to whole objects of so many bytes. */
  readonly writeBytes?: number;
  /** Over a store: number of the endpoint, modulo their count; 0 if absent. */
  readonly endpoint?: number;
}
