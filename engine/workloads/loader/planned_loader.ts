/**
 * What planning decides where training data is loaded: the samples and the
 * checkpoints on one target, and each step over them. Plain JSON; 64-bit
 * numbers are 16 hex digits.
 */
import type {
  CheckpointsAsked,
  LoaderCodec,
  LoaderOp,
  SamplesAsked,
} from "../../profile/mod.ts";

/** What all loader steps of one target share. */
export interface PlannedSamples {
  /** Below the target's own prefix; ends with a slash. */
  readonly keyPrefix: string;
  /** Sizes and orders follow from it, alike on every target and in every run. */
  readonly seed: string;
  /** Contents follow from it; another one in every run. */
  readonly runKey: string;
  readonly samples: SamplesAsked | null;
  readonly checkpoints: CheckpointsAsked | null;
  /** Who moves the bytes, as the report names it. */
  readonly client: string;
}

/** A worker as a lane of the report. */
export interface PlannedLoaderLane {
  readonly lane: number;
  /** Samples on their way at once, at most. */
  readonly depth: number;
  readonly verify: boolean;
}

export interface PlannedLoaderStep {
  readonly kind: "loader";
  readonly name: string;
  readonly op: LoaderOp;
  readonly openLoop: false;
  /** How bytes are moved: the client of the target. */
  readonly io: string;
  readonly lanes: readonly PlannedLoaderLane[];
  /** What the step will move; `null` where formats and codecs decide it. */
  readonly bytes: number | null;
  /** What it will do at most: a cached sample is no operation. */
  readonly ops: number;
  readonly durationNs: null;
  readonly epochs: number;
  readonly batchSamples: number;
  readonly lastBatch: "keep" | "drop";
  /** `null`: in the order in which they were written. */
  readonly orderSeed: string | null;
  readonly prefetch: number;
  readonly cache: PlannedCache | null;
  readonly computeNs: number;
  readonly onTrouble: "skip" | "fail";
  /** Number of the only sample or shard to be read; `null`: all of them. */
  readonly only: number | null;
}

/** Samples that are kept in memory. */
export interface PlannedCache {
  readonly limitBytes: number;
  readonly ttlNs: number | null;
  readonly codec: LoaderCodec;
}
