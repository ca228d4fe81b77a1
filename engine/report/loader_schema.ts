/** The part of the report's JSON Schema that is about training data. */
import { LOADER_OPS } from "../profile/mod.ts";
import type { JsonShape } from "../recorder/mod.ts";
import {
  COUNT,
  FLAG,
  list,
  MAYBE,
  NUMBER,
  oneOf,
  orNull,
  record,
  TEXT,
} from "./_schema_words.ts";

const EPOCH = record({
  delivered: COUNT,
  skipped: COUNT,
  dropped: COUNT,
  batches: COUNT,
  hits: COUNT,
  misses: COUNT,
  startNs: NUMBER,
  durationNs: NUMBER,
  utilisation: MAYBE,
  samplesPerSecond: MAYBE,
}, ["startNs"]);

const CACHE = record({
  codec: TEXT,
  limitBytes: NUMBER,
  peakBytes: NUMBER,
  items: COUNT,
  hits: COUNT,
  misses: COUNT,
  joins: COUNT,
  evictions: COUNT,
  expirations: COUNT,
  tooLarge: COUNT,
  incompressible: COUNT,
  compression: MAYBE,
});

const PREFETCH = record({
  depth: COUNT,
  hits: COUNT,
  lates: COUNT,
  aheadPeak: COUNT,
  dropped: COUNT,
});

/** One step over training data on one target; `percentiles` of the report. */
export function loaderShape(percentiles: JsonShape): JsonShape {
  return record({
    target: TEXT,
    step: TEXT,
    op: oneOf(...LOADER_OPS),
    client: TEXT,
    workers: COUNT,
    samples: COUNT,
    format: TEXT,
    content: TEXT,
    codec: TEXT,
    done: COUNT,
    compression: MAYBE,
    unacknowledged: COUNT,
    trouble: record({ missing: COUNT, truncated: COUNT, corrupt: COUNT }),
    epochs: list(EPOCH),
    cache: orNull(CACHE),
    prefetch: orNull(PREFETCH),
    computeNs: NUMBER,
    utilisation: MAYBE,
    hitRate: MAYBE,
    residentBytesBefore: NUMBER,
    residentBytesMax: NUMBER,
    isStopped: FLAG,
    hits: orNull(percentiles),
    memoryOverhead: MAYBE,
  });
}
