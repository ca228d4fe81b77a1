/** Cases `loader.*`: which body tries which, and where. */
import type { BodyCase } from "../case.ts";
import {
  caching,
  dataloaderCompatibility,
  endToEnd,
  multiSource,
  prefetchAndCache,
} from "./adapter_cases.ts";
import {
  basicPutGet,
  lruEviction,
  metrics,
  ttlExpiration,
} from "./cache_cases.ts";
import {
  compression,
  concurrentAccess,
  memoryOverhead,
} from "./cache_load_cases.ts";
import { readBy } from "./framework_cases.ts";
import {
  compressionRatio,
  latency,
  memory,
  throughputWithCache,
  throughputWithPrefetch,
} from "./performance_cases.ts";
import {
  asyncWorker,
  errorPropagation,
  hitTracking,
  improvesHitRate,
  queue,
} from "./prefetcher_cases.ts";
import {
  corruptSample,
  fetchCompressed,
  fetchUncompressed,
  missingSample,
  remoteSource,
  sourcePrefetch,
} from "./source_cases.ts";

const BODIES: Readonly<Record<string, BodyCase["body"]>> = {
  "framework.pytorch": readBy("pytorch"),
  "framework.jax": readBy("jax"),
  "framework.tensorflow": readBy("tensorflow"),
  "source.fetch_uncompressed": fetchUncompressed,
  "source.fetch_compressed": fetchCompressed,
  "source.prefetch": sourcePrefetch,
  "source.missing_sample": missingSample,
  "source.corrupt_sample": corruptSample,
  "source.remote_source": remoteSource,
  "cache.basic_put_get": basicPutGet,
  "cache.lru_eviction": lruEviction,
  "cache.ttl_expiration": ttlExpiration,
  "cache.compression": compression,
  "cache.metrics": metrics,
  "cache.memory_overhead": memoryOverhead,
  "cache.concurrent_access": concurrentAccess,
  "prefetcher.queue": queue,
  "prefetcher.async_worker": asyncWorker,
  "prefetcher.hit_tracking": hitTracking,
  "prefetcher.improves_hit_rate": improvesHitRate,
  "prefetcher.error_propagation": errorPropagation,
  "adapter.multi_source": multiSource,
  "adapter.dataloader_compatibility": dataloaderCompatibility,
  "adapter.caching": caching,
  "adapter.prefetch_and_cache": prefetchAndCache,
  "adapter.end_to_end": endToEnd,
  "performance.throughput_with_cache": throughputWithCache,
  "performance.throughput_with_prefetch": throughputWithPrefetch,
  "performance.latency": latency,
  "performance.memory": memory,
  "performance.compression_ratio": compressionRatio,
};

const STORES = ["s3", "az"] as const;

/** More than the host itself gives a framework to be loaded and to read. */
const FRAMEWORK_TIMEOUT_NS = 900e9;

/** Wherever there are keys; a remote source needs a store. */
export const LOADER_CASES: readonly BodyCase[] = Object.entries(BODIES).map(
  ([id, body]) => ({
    id: `loader.${id}`,
    schemes: id === "source.remote_source"
      ? STORES
      : ["file", "direct", ...STORES],
    needs: ["read", "readRange", "write", "delete"],
    ...(id.startsWith("framework.") ? { timeoutNs: FRAMEWORK_TIMEOUT_NS } : {}),
    body,
  }),
);
