/**
 * The keys of `samples:`, of `checkpoints:` and of a step that loads them, each
 * with its rule.
 */
import { LOADER_FORMATS, LOADER_OPS, SAMPLE_CONTENTS } from "./loader_step.ts";
import { objectSizes } from "./object_rule.ts";
import { duration, size } from "./quantity_rule.ts";
import { count, word } from "./scalar_rule.ts";
import { type FieldsRead, mapping } from "./shape_rule.ts";
import { loadWord, stepName } from "./step_fields.ts";

const GiB = 1024 ** 3;
const codec = word(["none", "zstd"]);

/** Every key of `samples:`. */
export const SAMPLES_FIELDS = {
  count: {
    rule: count({ min: 1, max: 1e7 }),
    required: true,
    says: "Samples of the data set, over all sources",
  },
  size: {
    rule: objectSizes,
    required: true,
    says: "Bytes of the elements of a sample, as in 150KiB or " +
      "{uniform: {min: 100KiB, max: 200KiB}}",
  },
  format: {
    rule: word(LOADER_FORMATS),
    says: "Format of the files; absent: npy",
  },
  perFile: {
    rule: count({ min: 1, max: 65_536 }),
    says: "Samples in one file of tfrecord, webdataset or parquet; absent: 64",
  },
  sources: {
    rule: count({ min: 1, max: 64 }),
    says: "Data sets that are read together in one epoch; absent: 1",
  },
  content: {
    rule: word(SAMPLE_CONTENTS),
    says: "stamps (do not compress), pixels (8-bit as float32), tokens " +
      "(16-bit, by Zipf) or normal (float32 at random); absent: stamps",
  },
  codec: {
    rule: codec,
    says: "What compresses each sample, as a frame of its own in its file; " +
      "absent: none",
  },
  level: {
    rule: count({ min: 1, max: 22 }),
    says: "How hard zstd tries; absent: 3",
  },
} as const;

/** Every key of `checkpoints:`. */
export const CHECKPOINTS_FIELDS = {
  count: {
    rule: count({ min: 1, max: 1000 }),
    required: true,
    says: "Checkpoints that are saved, one burst each",
  },
  shards: {
    rule: count({ min: 1, max: 1024 }),
    says: "Files of one checkpoint; absent: 1",
  },
  shardSize: {
    rule: size(64 * GiB, "1B to 64GiB"),
    required: true,
    says: "Size of each file, as in 256MiB",
  },
} as const;

const CACHE_FIELDS = {
  size: {
    rule: size(1024 * GiB, "1B to 1024GiB"),
    required: true,
    says: "Bytes that all entries may take, with what each costs beside",
  },
  ttl: {
    rule: duration(1, "1ns to 90d"),
    says: "How long an entry counts; absent: as long as it is there",
  },
  codec: { rule: codec, says: "What compresses entries; absent: none" },
} as const;

/** Every key of a step that loads samples or checkpoints. */
export const LOADER_FIELDS = {
  name: {
    rule: stepName,
    required: true,
    says: "Name of the step, for the report and the objectives",
  },
  load: {
    rule: loadWord("loader"),
    required: true,
    says: "Kind of load: loader",
  },
  op: {
    rule: word(LOADER_OPS),
    required: true,
    says: "write or read the samples; save or restore the checkpoints",
  },
  workers: {
    rule: count({ min: 1, max: 256 }),
    says: "Side by side; each feeds one emulated accelerator; absent: 1",
  },
  epochs: {
    rule: count({ min: 1, max: 10_000 }),
    says: "Times that every sample is read; absent: 1",
  },
  batch: {
    rule: count({ min: 1, max: 65_536 }),
    says: "Samples of one step of an accelerator; absent: 32",
  },
  lastBatch: {
    rule: word(["keep", "drop"]),
    says: "What becomes of a last batch that is not full; absent: keep",
  },
  order: {
    rule: word(["sequential", "shuffled"]),
    says: "In which samples are read; shuffled anew in each epoch by the " +
      "seed; absent: sequential",
  },
  prefetch: {
    rule: count({ min: 0, max: 4096 }),
    says: "Samples that each worker fetches ahead; absent: 0, none",
  },
  cache: {
    rule: mapping(CACHE_FIELDS),
    says: "Samples kept in memory, as in {size: 256MiB, ttl: 10m, " +
      "codec: zstd}; absent: none",
  },
  compute: {
    rule: duration(0, "0s to 90d"),
    says: "Time an accelerator computes on a batch, or between two " +
      "checkpoints; absent: 0s",
  },
  onTrouble: {
    rule: word(["skip", "fail"]),
    says: "What a sample that is missing or wrong does; it is a finding " +
      "either way; absent: skip",
  },
} as const;

export type SamplesFieldsRead = FieldsRead<typeof SAMPLES_FIELDS>;
export type CheckpointsFieldsRead = FieldsRead<typeof CHECKPOINTS_FIELDS>;
export type LoaderFieldsRead = FieldsRead<typeof LOADER_FIELDS>;
