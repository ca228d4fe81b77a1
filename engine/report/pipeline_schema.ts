/** The part of the report's JSON Schema that is about copies. */
import { COPY_DIGESTS } from "../profile/mod.ts";
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
  TEXTS,
} from "./_schema_words.ts";

const TROUBLES = list(record({ key: TEXT, sentence: TEXT }));

/** One step of copies on one target. */
export const PIPELINE = record({
  target: TEXT,
  step: TEXT,
  verdict: oneOf("held", "broken", "failed", "nothing", "stopped"),
  to: TEXTS,
  copies: COUNT,
  copied: COUNT,
  copiedBytes: NUMBER,
  durationNs: NUMBER,
  bytesPerSecond: NUMBER,
  p50Ns: MAYBE,
  p99Ns: MAYBE,
  maxNs: MAYBE,
  digests: list(oneOf(...COPY_DIGESTS)),
  memoryLimitBytes: NUMBER,
  memoryPeakBytes: NUMBER,
  retries: COUNT,
  readBack: COUNT,
  isStopped: FLAG,
  findings: TROUBLES,
  failed: TROUBLES,
  course: COURSE,
  again: TEXT,
}, ["again", "course"]);
