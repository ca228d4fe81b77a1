/** The door of `ffi/`. */
export {
  Core,
  type CoreAlignment,
  type CorePathFacts,
  KERNEL_LEVELS,
  type KernelLevel,
} from "./core.ts";
export { type CounterName, COUNTERS, type LaneCounters } from "./counters.ts";
export {
  FINDING_CLASSES,
  LANE_OPS,
  type LaneOp,
  LATENCY_KINDS,
  type LatencyCounts,
  type LatencyKind,
  SIZE_CLASS_BYTES,
  type SizeClassCounts,
  type UnitFinding,
} from "./evidence.ts";
export {
  type CoreDigest,
  DIGEST_KINDS,
  type DigestKind,
  type Digests,
  isDigestText,
} from "./digest.ts";
export type { CodecName } from "./codec.ts";
export type { PageCalls } from "./pages.ts";
export type { CoreFaults, FaultState } from "./faults.ts";
export type { CoreFile, FileOptions } from "./file.ts";
export type { BelowRead, FileBelow } from "./file_below.ts";
export { type CoreFloor, FLOOR_RANGE_NUMBERS } from "./floor.ts";
export type { CoreGate } from "./gate.ts";
export type { CoreLane } from "./lane.ts";
export type {
  IoMethod,
  LaneArrival,
  LanePattern,
  LaneSpec,
  MixEntry,
  SyncPolicy,
} from "./lane_spec.ts";
export type {
  KeyChoice,
  KeyStyle,
  ObjectLaneSpec,
  ObjectOp,
  ObjectSpaceFacts,
  ObjectSpaceSpec,
  SizeShape,
  SizeWeight,
} from "./object_spec.ts";
export type { CoreObjectLane } from "./object_lane.ts";
export type { CoreObjects } from "./objects.ts";
export type { ProcessUsage } from "./process_usage.ts";
export type {
  CoreRelay,
  RelayEndpoint,
  RelayFacts,
  RelayFaultCount,
  RelayRequest,
} from "./relay.ts";
export type { CoreStore } from "./store.ts";
export type { StoreSpaceRequest } from "./store_space.ts";
export type { CoreStream } from "./stream.ts";
export type {
  StreamCounters,
  StreamFailure,
  StreamFile,
  StreamObject,
  StreamOutcome,
  StreamPart,
  StreamSpec,
  StreamState,
} from "./stream_spec.ts";
export type {
  Detour,
  HttpFeature,
  HttpProbe,
  StoreChecksum,
  StoreSettings,
} from "./store_settings.ts";
export {
  type KeepingLane,
  KeptColumns,
  type KeptOperation,
} from "./kept_columns.ts";
export type { CoreLog, LogFacts, LogOptions, LogRecord } from "./log.ts";
export { HISTOGRAM_LENGTH } from "./layout.ts";
export { ThreadClock } from "./thread_clock.ts";
export { loadCore, type LoadOptions } from "./load.ts";
export type { CoreSpace, SpaceKind, SpaceRequest } from "./space.ts";
export type { SpaceFacts, SpaceFile, SpaceSpec } from "./space_spec.ts";
export type {
  CoreStamp,
  StampCheck,
  StampIdentity,
  StampOwner,
  StampWindow,
  StampWrite,
} from "./stamp.ts";
export {
  CoreError,
  type CoreErrorOptions,
  type StatusName,
  statusName,
  statusOf,
} from "./status.ts";
