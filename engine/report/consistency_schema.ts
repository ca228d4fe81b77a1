/** The part of the JSON Schema of a report that tells of clients. */
import { LEVELS } from "../history/mod.ts";
import { CONSISTENCY_OPS } from "../profile/mod.ts";
import type { JsonShape } from "../recorder/mod.ts";
import { CLIENT_OPERATIONS } from "../workers/mod.ts";
import {
  COUNT,
  list,
  MAYBE,
  NUMBER,
  oneOf,
  record,
  TEXT,
  TEXTS,
} from "./_schema_words.ts";

const LEVEL = oneOf(...LEVELS);
const MAYBE_LEVEL: JsonShape = { type: ["string", "null"] };
const MAYBE_TEXT: JsonShape = { type: ["string", "null"] };
const COUNTS: JsonShape = { type: "object", additionalProperties: COUNT };

const FACE = record({
  level: MAYBE_LEVEL,
  stalenessNs: NUMBER,
  staleLooks: COUNT,
  looks: COUNT,
  ambiguous: COUNT,
  keys: COUNT,
  undecidedKeys: COUNT,
  violatedKeys: COUNT,
});

const OPERATION = record({
  asked: COUNT,
  answered: COUNT,
  refused: COUNT,
  unknown: COUNT,
  failed: COUNT,
});

const FINDING = record({
  name: TEXT,
  key: TEXT,
  held: MAYBE_LEVEL,
  sentence: TEXT,
  witness: list(record({
    client: COUNT,
    endpoint: TEXT,
    operation: oneOf(...CLIENT_OPERATIONS),
    value: MAYBE,
    etag: MAYBE_TEXT,
    requestId: MAYBE_TEXT,
    callNs: NUMBER,
    returnNs: MAYBE,
    sentence: TEXT,
  })),
});

/** A step of clients on one target. */
export const CONSISTENCY = record({
  target: TEXT,
  step: TEXT,
  promise: record({ level: LEVEL, source: TEXT }),
  verdict: oneOf("kept", "broken", "undecided", "unseen"),
  broken: COUNT,
  allowed: COUNT,
  report: record({
    seed: COUNT,
    clients: COUNT,
    durationNs: NUMBER,
    endpoints: TEXTS,
    operations: record(
      Object.fromEntries(CLIENT_OPERATIONS.map((name) => [name, OPERATION])),
    ),
    notAsked: list(oneOf(...CONSISTENCY_OPS)),
    failures: COUNTS,
    level: MAYBE_LEVEL,
    reads: FACE,
    lists: FACE,
    findings: list(FINDING),
    findingCounts: COUNTS,
    heldCounts: COUNTS,
    stoppedBy: oneOf("limit", "signal", "failure"),
    failure: MAYBE_TEXT,
    openUploads: COUNT,
  }),
  history: TEXT,
}, ["history"]);
