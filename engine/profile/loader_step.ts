/**
 * What the user asks for where training data is loaded: the samples and the
 * checkpoints that all steps share, and one step over them. Units resolved,
 * defaults filled in.
 */
import type { ObjectSizes } from "./object_step.ts";

/** Formats of files of samples, as they are typed. */
export const LOADER_FORMATS = [
  "raw",
  "npy",
  "npz",
  "safetensors",
  "tfrecord",
  "webdataset",
  "parquet",
] as const;

/** One of them. */
export type LoaderFormat = typeof LOADER_FORMATS[number];

/**
 * What samples hold. `stamps`: bytes that say whose they are, and do not
 * compress. `pixels`: 8-bit pixels as float32, a smooth field with noise.
 * `tokens`: 16-bit ids of a vocabulary of 50,257, drawn by Zipf. `normal`:
 * float32 of a normal distribution, as fresh weights are.
 */
export const SAMPLE_CONTENTS = [
  "stamps",
  "pixels",
  "tokens",
  "normal",
] as const;

/** One of them. */
export type SampleContent = typeof SAMPLE_CONTENTS[number];

/** What a step does: the data set is written, read; checkpoints too. */
export const LOADER_OPS = ["write", "read", "save", "restore"] as const;

/** One of them. */
export type LoaderOp = typeof LOADER_OPS[number];

/** `none`, or what compresses. */
export type LoaderCodec = "none" | "zstd";

/** The data set that all steps of a profile share on each target. */
export interface SamplesAsked {
  /** Over all sources. */
  readonly count: number;
  /** Of the elements of a sample, without what its format adds. */
  readonly sizes: ObjectSizes;
  readonly format: LoaderFormat;
  /** In one file; 1 for formats of one sample. */
  readonly perFile: number;
  /** Data sets that are read together in one epoch. */
  readonly sources: number;
  readonly content: SampleContent;
  /** Of each sample, as a frame of its own in its file. */
  readonly codec: LoaderCodec;
  readonly level: number;
}

/** The checkpoints that all steps of a profile share on each target. */
export interface CheckpointsAsked {
  readonly count: number;
  /** Files of one checkpoint, written at the same time. */
  readonly shards: number;
  readonly shardBytes: number;
}

/** Samples that are kept in memory. */
export interface CacheAsked {
  readonly limitBytes: number;
  /** Absent: an entry counts as long as it is there. */
  readonly ttlNs?: number;
  readonly codec: LoaderCodec;
}

/** A load of samples or checkpoints. */
export interface LoaderStep {
  readonly kind: "loader";
  readonly name: string;
  readonly op: LoaderOp;
  /** Side by side; each is an accelerator that is fed. */
  readonly workers: number;
  readonly epochs: number;
  readonly batchSamples: number;
  readonly lastBatch: "keep" | "drop";
  readonly order: "sequential" | "shuffled";
  /** Samples that each worker fetches ahead; 0: none. */
  readonly prefetch: number;
  readonly cache?: CacheAsked;
  /** For each batch; between two checkpoints. */
  readonly computeNs: number;
  /** What a sample that is missing or wrong does to the step. */
  readonly onTrouble: "skip" | "fail";
}
