/** What a report says of the cache of a load, from what it counted. */
import type { LoaderReport } from "./loader_report.ts";
import type { LruCache } from "./lru_cache.ts";
import type { PlannedLoaderStep } from "./planned_loader.ts";

/** Plain over stored; `null` where nothing was stored. */
export function compressionOf(
  plainBytes: number,
  storedBytes: number,
): number | null {
  return storedBytes === 0 ? null : plainBytes / storedBytes;
}

/** Hits of every epoch but the first, which fills the cache; `null`: none. */
export function warmHitRate(
  { epochs }: Pick<LoaderReport, "epochs">,
  cache: LruCache | null,
): number | null {
  const warm = epochs.slice(1);
  const asked = warm.reduce((sum, { hits, misses }) => sum + hits + misses, 0);
  if (cache === null || asked === 0) return null;
  return warm.reduce((sum, { hits }) => sum + hits, 0) / asked;
}

/** `null` for a step without a cache. */
export function cacheReport(
  { cache: asked }: Pick<PlannedLoaderStep, "cache">,
  cache: LruCache | null,
): LoaderReport["cache"] {
  if (asked === null || cache === null) return null;
  const { metrics } = cache;
  return {
    codec: asked.codec,
    limitBytes: asked.limitBytes,
    peakBytes: metrics.costBytesPeak,
    items: metrics.items,
    hits: metrics.hits,
    misses: metrics.misses,
    joins: metrics.joins,
    evictions: metrics.evictions,
    expirations: metrics.expirations,
    tooLarge: metrics.tooLarge,
    incompressible: metrics.incompressible,
    compression: metrics.compressionRatio,
  };
}
