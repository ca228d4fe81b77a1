/** The door of the loader workload: training data, written and read back. */
export {
  type AcceleratorUse,
  acceleratorUse,
  type ExcludedSteps,
  type LoaderStep,
  meanUtilisation,
  MLPERF_AU_MIN,
  MLPERF_EXCLUDED,
  type WorkerEpoch,
} from "./accelerator_use.ts";
export type {
  LoaderCore,
  LoaderJournal,
  LoaderPorts,
  LoaderSite,
  SiteRange,
  StampedBytes,
} from "./loader_ports.ts";
export type {
  CacheReport,
  EpochReport,
  LoaderReport,
  PrefetchReport,
} from "./loader_report.ts";
export {
  type LoaderLoad,
  LoaderTarget,
  type LoaderTargetOptions,
} from "./loader_target.ts";
export type { LoaderLane, LoaderLanes } from "./loader_lanes.ts";
export { LOADER_WORKLOAD } from "./loader_workload.ts";
export type {
  PlannedCache,
  PlannedLoaderLane,
  PlannedLoaderStep,
  PlannedSamples,
} from "./planned_loader.ts";
export {
  CONTENT_ELEMENTS,
  contentBytes,
  type MadeContent,
  madeTensor,
} from "./sample_content.ts";
export type { ByteRange } from "./byte_range.ts";
export type { CacheMetrics } from "./cache_metrics.ts";
export { type DeliveryGaps, DeliveryLedger } from "./delivery_ledger.ts";
export {
  type Epoch,
  type EpochOptions,
  planEpoch,
  type SampleAddress,
} from "./epoch.ts";
export {
  ENTRY_OVERHEAD_BYTES,
  LruCache,
  type LruCacheOptions,
} from "./lru_cache.ts";
export { readNpy, writeNpy } from "./npy.ts";
export { readNpz, writeNpz } from "./npz.ts";
export {
  type Prefetched,
  Prefetcher,
  type PrefetcherOptions,
  type PrefetchMetrics,
} from "./prefetcher.ts";
export { type Crc32, crc32, crc32c } from "./reflected_crc.ts";
export { readSafetensors, writeSafetensors } from "./safetensors.ts";
export { SampleBuffers } from "./sample_buffers.ts";
export type { SampleCodec } from "./sample_codec.ts";
export {
  type FaultPlace,
  SampleFault,
  type SampleFaultKind,
} from "./sample_fault.ts";
export {
  type KeyedTensor,
  type PackedSamples,
  SAMPLE_FORMAT_NAMES,
  type SampleFormat,
  sampleFormat,
  type SampleFormatName,
} from "./sample_format.ts";
export {
  type IndexedSample,
  type IndexSeal,
  readSampleIndex,
  type SampleIndex,
  SampleIndexError,
  writeSampleIndex,
} from "./sample_index.ts";
export {
  type ReadRange,
  type SampleCounts,
  SampleSource,
  type SampleSourceOptions,
  SampleTrouble,
  type SampleTroubleKind,
} from "./sample_source.ts";
export { seededOrder } from "./seeded_order.ts";
export {
  ELEMENT_TYPES,
  ELEMENTS,
  type ElementType,
  type Tensor,
  tensorSizeBytes,
} from "./tensor.ts";
export {
  readTfRecords,
  type TfRecordFile,
  writeTfRecords,
} from "./tf_record.ts";
export {
  readShard,
  type Shard,
  type ShardSample,
  writeShard,
} from "./web_dataset.ts";
