/** The door of `ffi/`. */
export { type CounterName, COUNTERS, type LaneCounters } from "./counters.ts";
export type {
  LaneOp,
  LatencyCounts,
  LatencyKind,
  UnitFinding,
} from "./evidence.ts";
export type {
  IoMethod,
  LaneArrival,
  LanePattern,
  LaneSpec,
  MixEntry,
  SyncPolicy,
} from "./lane_spec.ts";
export type { SpaceFacts, SpaceFile, SpaceSpec } from "./space_spec.ts";
