/** What cases of a cluster are handed: a way into it, a checksum and a clock. */
import type { ClusterFace } from "../../../backends/mod.ts";

/** Sizes in bytes, as the source documents name them. */
export interface ClusterSizes {
  readonly smallBytes: number;
  readonly largeBytes: number;
  /** Beyond the limit of an object, announced. */
  readonly rejectedBytes: number;
  readonly chunkBytes: number;
  /** Of a chunk that shows on a disk beside what others do there. */
  readonly spaceBytes: number;
  /** Of each object where many are under way at a time. */
  readonly crowdBytes: number;
}

/** Of a `gateway:` target. */
export interface ClusterCasePorts {
  /** Fails with a `StorageError`. Whoever opens it closes it. */
  open(): Promise<ClusterFace>;
  /** CRC-32C; goes on from `seed`. */
  crc32c(bytes: Uint8Array<ArrayBuffer>, seed?: number): number;
  nowNs(): number;
  sleepMs(ms: number): Promise<void>;
  /** Those of the source documents when absent. */
  readonly sizes?: ClusterSizes;
}

/** 10 MB, 5 GB, 11 GB and 1 GB, as they are written there. */
export const CLUSTER_SIZES: ClusterSizes = {
  smallBytes: 10_000_000,
  largeBytes: 5_000_000_000,
  rejectedBytes: 11_000_000_000,
  chunkBytes: 1_000_000_000,
  spaceBytes: 64 << 20,
  crowdBytes: 1 << 20,
};
