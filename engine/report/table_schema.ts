/** The part of the report's JSON Schema that is about tables. */
import {
  COUNT,
  COURSE,
  FLAG,
  list,
  MAYBE,
  NUMBER,
  oneOf,
  record,
  TEXT,
} from "./_schema_words.ts";

const TROUBLES = list(record({ key: TEXT, sentence: TEXT }));

/** One step over a table of one target. */
export const TABLE = record({
  target: TEXT,
  step: TEXT,
  verdict: oneOf("held", "broken", "failed", "nothing", "stopped"),
  appends: COUNT,
  appended: COUNT,
  rows: COUNT,
  rowBytes: NUMBER,
  durationNs: NUMBER,
  appendsPerSecond: NUMBER,
  rowsPerSecond: NUMBER,
  bytesPerSecond: NUMBER,
  p50Ns: MAYBE,
  p99Ns: MAYBE,
  maxNs: MAYBE,
  waited: record({ p50Ns: MAYBE, p99Ns: MAYBE, maxNs: MAYBE }),
  conflicts: COUNT,
  unknownOutcomes: COUNT,
  snapshots: COUNT,
  comparedRows: COUNT,
  readBack: COUNT,
  versions: COUNT,
  manifestBytes: COUNT,
  isStopped: FLAG,
  isReadBack: FLAG,
  keptAt: TEXT,
  findingsCount: COUNT,
  findings: TROUBLES,
  failedCount: COUNT,
  failed: TROUBLES,
  course: COURSE,
}, ["isReadBack", "keptAt", "course", "waited", "failedCount"]);
