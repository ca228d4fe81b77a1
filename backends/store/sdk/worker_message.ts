/** What the two sides of a script lane say to each other. */
import type {
  ObjectLaneSpec,
  ObjectSpaceSpec,
  UnitFinding,
} from "../../../ffi/mod.ts";
import type { ClientSettings } from "./client_settings.ts";

/** First of all: everything the lane is made of. Holds secrets. */
export interface LaneOrder {
  readonly type: "make";
  readonly spec: ObjectLaneSpec;
  readonly space: ObjectSpaceSpec;
  readonly settings: ClientSettings;
  /** Of the library, as the main thread has it open. */
  readonly corePath: string;
  readonly laneBuffer: SharedArrayBuffer;
  readonly statesBuffer: SharedArrayBuffer;
  /** One word; not 0 once the lane is to stop. */
  readonly stopBuffer: SharedArrayBuffer;
  /** Of its gate; see `FirstEnd`. */
  readonly firstEndBuffer: SharedArrayBuffer;
}

/** To the lane. `start`: its gate is open and all its lanes are there. */
export type ToLane =
  | LaneOrder
  /** Before its start: each operation goes into a ring, see `KeptMemory`. */
  | { readonly type: "keep"; readonly keptBuffer: SharedArrayBuffer }
  | { readonly type: "start" };

/** From the lane. After `done` or `failed` it says nothing more. */
export type FromLane =
  | { readonly type: "ready" }
  | { readonly type: "findings"; readonly findings: readonly UnitFinding[] }
  | { readonly type: "done"; readonly status: number }
  | {
    readonly type: "failed";
    /** A sentence without secrets. */
    readonly message: string;
  };
