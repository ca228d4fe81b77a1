/**
 * Makes a step over samples or checkpoints, and what such steps share, from
 * what was read: fills in defaults and checks what no single key can know.
 */
import type {
  CheckpointsFieldsRead,
  LoaderFieldsRead,
  SamplesFieldsRead,
} from "./loader_fields.ts";
import type {
  CheckpointsAsked,
  LoaderFormat,
  LoaderOp,
  LoaderStep,
  SamplesAsked,
} from "./loader_step.ts";
import { sizeBounds } from "./object_step.ts";
import { inside, type Place } from "./rule.ts";

const PER_FILE_DEFAULT = 64;
/** A sample is held in memory as a whole. */
const SAMPLE_MAX_BYTES = 1024 ** 3;
/** Formats that put several samples into one file. */
const SHARDED: readonly LoaderFormat[] = [
  "tfrecord",
  "webdataset",
  "parquet",
];

/** The step, or `null` when its name or its operation is missing. */
export function loaderStep(fields: LoaderFieldsRead): LoaderStep | null {
  const { name, op, cache } = fields;
  if (name === undefined || op === undefined) return null;
  return {
    kind: "loader",
    name,
    op,
    workers: fields.workers ?? 1,
    epochs: fields.epochs ?? 1,
    batchSamples: fields.batch ?? 32,
    lastBatch: fields.lastBatch ?? "keep",
    order: fields.order ?? "sequential",
    prefetch: fields.prefetch ?? 0,
    ...(cache?.size === undefined ? {} : {
      cache: {
        limitBytes: cache.size,
        ...(cache.ttl === undefined ? {} : { ttlNs: cache.ttl }),
        codec: cache.codec ?? "none",
      },
    }),
    computeNs: fields.compute ?? 0,
    onTrouble: fields.onTrouble ?? "skip",
  };
}

const OF_READS = [
  "epochs",
  "batch",
  "lastBatch",
  "order",
  "prefetch",
  "cache",
] as const;

/** Notes keys that say how samples are read in a step that reads none. */
export function checkLoaderStep(fields: LoaderFieldsRead, place: Place): void {
  const { op } = fields;
  if (op === undefined) return;
  const idle: (keyof LoaderFieldsRead)[] = op === "read" ? [] : [...OF_READS];
  if (op === "write" || op === "restore") idle.push("compute");
  if (op === "write" || op === "save") idle.push("onTrouble");
  for (const key of idle) {
    if (fields[key] === undefined) continue;
    place.mistakes.note(
      inside(place, key).path,
      `Cannot use ${key} in a step with op: ${op}: leave it out`,
    );
  }
}

/** `null` after a mistake. */
export function samplesAsked(
  fields: SamplesFieldsRead,
  place: Place,
): SamplesAsked | null {
  const { count, size, format = "npy", perFile, sources = 1 } = fields;
  if (count === undefined || size === undefined) return null;
  const before = place.mistakes.count;
  const note = (key: string, sentence: string) =>
    place.mistakes.note(inside(place, key).path, sentence);
  const isSharded = SHARDED.includes(format);
  if (perFile !== undefined && perFile > 1 && !isSharded) {
    note(
      "perFile",
      `Cannot put ${perFile} samples into one file of ${format}: it holds ` +
        `one, use ${SHARDED.join(", ")}`,
    );
  }
  if (sources > count) {
    note("sources", `Cannot divide ${count} samples among ${sources} sources`);
  }
  const { maxBytes } = sizeBounds(size);
  if (maxBytes > SAMPLE_MAX_BYTES) {
    note(
      "size",
      `Cannot hold a sample of ${maxBytes} bytes in memory: at most ` +
        `${SAMPLE_MAX_BYTES} are taken`,
    );
  }
  if (fields.level !== undefined && (fields.codec ?? "none") === "none") {
    note("level", "Cannot use a level without a codec: give codec: zstd");
  }
  if (place.mistakes.count > before) return null;
  return {
    count,
    sizes: size,
    format,
    perFile: isSharded ? perFile ?? PER_FILE_DEFAULT : 1,
    sources,
    content: fields.content ?? "stamps",
    codec: fields.codec ?? "none",
    level: fields.level ?? 3,
  };
}

/** `null` when a key is missing. */
export function checkpointsAsked(
  { count, shards = 1, shardSize }: CheckpointsFieldsRead,
): CheckpointsAsked | null {
  if (count === undefined || shardSize === undefined) return null;
  return { count, shards, shardBytes: shardSize };
}

/** Which of the two a step needs. */
export function neededBy(op: LoaderOp): "samples" | "checkpoints" {
  return op === "write" || op === "read" ? "samples" : "checkpoints";
}
