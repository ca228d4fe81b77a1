/** What came of a step over training samples or checkpoints. Plain JSON. */
import type { LoaderOp } from "../../profile/mod.ts";

/** One pass over all samples, over all workers. */
export interface EpochReport {
  readonly delivered: number;
  /** Missing or wrong in the storage, and passed over. */
  readonly skipped: number;
  /** In last batches that were not full. */
  readonly dropped: number;
  readonly batches: number;
  readonly hits: number;
  readonly misses: number;
  /** Of the core's monotonic clock; absent in earlier reports. */
  readonly startNs?: number;
  readonly durationNs: number;
  /** Mean over the workers, 0 to 1; `null`: none had two batches. */
  readonly utilisation: number | null;
  /** Of all workers, without their first batch. */
  readonly samplesPerSecond: number | null;
}

/** What the cache did, and holds in the end. */
export interface CacheReport {
  readonly codec: string;
  readonly limitBytes: number;
  /** With what each entry costs beside its bytes. */
  readonly peakBytes: number;
  readonly items: number;
  readonly hits: number;
  readonly misses: number;
  /** Misses that waited for a fetch that was under way. */
  readonly joins: number;
  readonly evictions: number;
  readonly expirations: number;
  readonly tooLarge: number;
  readonly incompressible: number;
  /** Of the plain bytes over those kept; `null` while it holds none. */
  readonly compression: number | null;
}

/** What was fetched ahead, over all workers. */
export interface PrefetchReport {
  /** Of each worker, in samples. */
  readonly depth: number;
  readonly hits: number;
  readonly lates: number;
  readonly aheadPeak: number;
  readonly dropped: number;
}

export interface LoaderReport {
  readonly op: LoaderOp;
  readonly client: string;
  readonly workers: number;
  /** Of the data set; shards of checkpoints for those. */
  readonly samples: number;
  readonly format: string;
  readonly content: string;
  readonly codec: string;
  /** Samples or shards that were written, or read and verified. */
  readonly done: number;
  /** Plain over stored bytes of samples; `null` where none moved. */
  readonly compression: number | null;
  /** Not judged: the run that wrote them was told of no end. */
  readonly unacknowledged: number;
  readonly trouble: {
    readonly missing: number;
    readonly truncated: number;
    readonly corrupt: number;
  };
  readonly epochs: readonly EpochReport[];
  readonly cache: CacheReport | null;
  readonly prefetch: PrefetchReport | null;
  /** Asked for each batch. */
  readonly computeNs: number;
  /** Of all epochs, 0 to 1. */
  readonly utilisation: number | null;
  /** Behind the first epoch, 0 to 1; `null` without a cache or such an epoch. */
  readonly hitRate: number | null;
  readonly residentBytesBefore: number;
  readonly residentBytesMax: number;
  readonly isStopped: boolean;
}
