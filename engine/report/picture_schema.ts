/**
 * The schema of what pictures of a report need beyond its tables: latencies of
 * a second in classes, each lane by itself, the words of a damaged unit.
 */
import { LOAD_OPS } from "../workers/mod.ts";
import { COUNT, list, NUMBER, oneOf, record, TEXT } from "./_schema_words.ts";

/** Of one operation in one second. */
export const LATENCY_CLASSES = {
  ...list(COUNT),
  description: "Number of the first class in use, then the operations of " +
    "each class from there on. Class c starts at 2^floor(c/4) * (1 + c%4/4) ns",
};

/** Parts that an interval's operation has only when there were any. */
export const INTERVAL_OPTIONAL = [
  "p90Ns",
  "p999Ns",
  "classes",
  "histogram",
  "responseHistogram",
  "firstByteHistogram",
];

/** Of a step, lane by lane. */
export const LANE_ROWS = list(record({
  lane: COUNT,
  status: COUNT,
  durationNs: NUMBER,
  ops: list(record({
    op: oneOf(...LOAD_OPS),
    count: COUNT,
    errors: COUNT,
    bytes: NUMBER,
  })),
  cpuNs: NUMBER,
  conflicts: COUNT,
  lateStarts: COUNT,
  backlogMax: COUNT,
  findings: COUNT,
}));

/** Of a finding: what the words of its two samples say of themselves. */
export const SAMPLE_WORDS = list(record({
  side: oneOf("expected", "found"),
  fromByte: COUNT,
  toByte: COUNT,
  kind: oneOf("header", "payload"),
  object: TEXT,
  unit: NUMBER,
  generation: NUMBER,
  run: TEXT,
}, ["run"]));
