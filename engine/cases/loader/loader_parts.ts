/**
 * The parts of a loader that cases hold to their promises. A test hands over
 * parts that are wrong in one way, and the case must say so.
 */
import {
  type Epoch,
  type EpochOptions,
  LruCache,
  type LruCacheOptions,
  planEpoch,
  Prefetcher,
  type PrefetcherOptions,
  SampleSource,
  type SampleSourceOptions,
} from "../../workloads/loader/mod.ts";

export interface LoaderParts {
  cache(options: LruCacheOptions): LruCache;
  prefetcher<Item, Value>(
    options: PrefetcherOptions<Item, Value>,
  ): Prefetcher<Item, Value>;
  source(options: SampleSourceOptions): SampleSource;
  epoch(options: EpochOptions): Epoch;
}

/** Those that loads use. */
export const LOADER_PARTS: LoaderParts = {
  cache: (options) => new LruCache(options),
  prefetcher: (options) => new Prefetcher(options),
  source: (options) => new SampleSource(options),
  epoch: planEpoch,
};
