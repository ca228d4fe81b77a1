/** The door of `backends/`. */
export type {
  CounterName,
  DigestKind,
  Digests,
  HttpFeature,
  HttpProbe,
  IoMethod,
  KeptColumns,
  KeptOperation,
  KeyChoice,
  KeyStyle,
  LaneArrival,
  LaneCounters,
  LaneOp,
  LanePattern,
  LaneSpec,
  LatencyCounts,
  LatencyKind,
  MixEntry,
  ObjectLaneSpec,
  ObjectOp,
  ObjectSpaceFacts,
  ObjectSpaceSpec,
  SizeClassCounts,
  SizeShape,
  SizeWeight,
  SpaceFacts,
  SpaceFile,
  SpaceSpec,
  StoreChecksum,
  StoreSettings,
  StoreSpaceRequest,
  StreamCounters,
  StreamFailure,
  StreamOutcome,
  StreamPart,
  StreamSpec,
  SyncPolicy,
  UnitFinding,
} from "../ffi/mod.ts";
export type { BlockFace, BlockFacts, Gate, Lane, Space } from "./block.ts";
export type {
  ObjectLane,
  ObjectSpace,
  StoreFace,
  StoreFacts,
} from "./store.ts";
export type {
  SinkOutcome,
  SinkPlan,
  StreamEnds,
  StreamFace,
  StreamSink,
  StreamSource,
  StreamStoreObject,
  StreamUse,
} from "./stream_face.ts";
export { CAPABILITIES, type Capability } from "./capability.ts";
export type {
  AnswerMark,
  Backend,
  BackendUse,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
  Upload,
  UploadPart,
} from "./contract.ts";
export type {
  CoreFilePort,
  CoreObjectsPort,
  CorePort,
  CoreStorePort,
  RelayPort,
  StorePort,
} from "./core_port.ts";
export type { CheckStep } from "./check/check_step.ts";
export { checkTarget, type CheckTargetOptions } from "./check/check_target.ts";
export {
  type FaultGate,
  NO_FAULTS,
  type TableFaultPoint,
} from "./fault_gate.ts";
export { StorageError, type StorageErrorKind } from "./errors.ts";
export {
  type DetouredTargets,
  type DetourOptions,
  detourTargets,
  type FaultyWay,
  type FaultyWayOptions,
  NET_FAULT_KINDS,
  type NetFaultCount,
  NetFaultError,
  type NetFaultKind,
  openFaultyWay,
  readNetFaults,
  type WayEndpoint,
} from "./netfault/mod.ts";
export {
  PlainTree,
  type PlainTreeOptions,
  type TreeEntry,
} from "./folder/plain_tree.ts";
export type {
  ChunkNode,
  ClusterAnswer,
  ClusterFace,
  ClusterRequest,
  StoredChunk,
} from "./gateway/cluster_face.ts";
export type { ChunkHealth, ChunkName } from "./gateway/chunk_messages.ts";
export { openCluster } from "./gateway/open_cluster.ts";
export { openBackend, type OpenContext } from "./registry.ts";
export { statusWords } from "./store/store_failure.ts";
export {
  type ConsistencyFacts,
  type ConsistencyLevel,
  type ConsistencyPromise,
  consistencyPromise,
} from "./targets/consistency_promise.ts";
export { endpointTargets } from "./targets/endpoint_targets.ts";
export {
  parseTargets,
  type ParseTargetsOptions,
  type TargetTable,
} from "./targets/parse_targets.ts";
export {
  builtInTargets,
  type ResolveOptions,
  resolveTarget,
} from "./targets/resolve_target.ts";
export { Secret } from "./targets/secret.ts";
export type { SettingValue, Target } from "./targets/target.ts";
export { TargetsError } from "./targets/targets_error.ts";
export {
  findTargetsFile,
  type TargetsFile,
  type TargetsFilePorts,
} from "./targets/targets_file.ts";
export { parseUrl, type Scheme, SCHEMES, type TargetUrl } from "./url.ts";
export type { Claim, Released } from "./wrap/folder_claim.ts";
export {
  admitClaim,
  claimFolder,
  type ClaimOptions,
  type GuardPorts,
  resumeClaim,
} from "./wrap/guard.ts";
export { type Marker, type MarkerState, readMarker } from "./wrap/marker.ts";
export {
  admitObjects,
  claimObjects,
  continueObjects,
  resumeObjects,
} from "./wrap/object_guard.ts";
export { PatientBackend, type PatientPorts } from "./wrap/patient_backend.ts";
export {
  TraceBackend,
  type TracedCall,
  type TracePorts,
} from "./wrap/trace.ts";
export {
  FaultBackend,
  type FaultOptions,
  HidingBackend,
  type LieName,
  listLies,
} from "./wrap/fault.ts";
export { knownLoadDeviation } from "./conformance/load_deviations.ts";
export { knownDeviation } from "./conformance/known_deviations.ts";
export type { ConformanceCase } from "./conformance/case.ts";
export { CONFORMANCE_CASES } from "./conformance/conformance_cases.ts";
export {
  type ConformanceOptions,
  type ConformanceOutcome,
  conformancePrefix,
  type ConformanceReport,
  type ConformanceResult,
  runConformance,
} from "./conformance/run_conformance.ts";
