/** The door of `backends/`. */
export type {
  CounterName,
  IoMethod,
  LaneArrival,
  LaneCounters,
  LaneOp,
  LanePattern,
  LaneSpec,
  LatencyCounts,
  LatencyKind,
  MixEntry,
  SpaceFacts,
  SpaceFile,
  SpaceSpec,
  SyncPolicy,
  UnitFinding,
} from "../ffi/mod.ts";
export type { BlockFace, BlockFacts, Gate, Lane, Space } from "./block.ts";
export { CAPABILITIES, type Capability } from "./capability.ts";
export type {
  Backend,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectFacts,
  Upload,
  UploadPart,
} from "./contract.ts";
export { StorageError, type StorageErrorKind } from "./errors.ts";
