/** The parts of the JSON Schema of a report that only stores have. */
import type { JsonShape } from "../recorder/mod.ts";
import { COUNT, NUMBER, record } from "./_schema_words.ts";

/** Counts under these names, all of them. */
function counts(...names: string[]): JsonShape {
  return record(Object.fromEntries(names.map((name) => [name, COUNT])));
}

/** Of `ObjectCoverage`: none of its counts may be absent. */
export const OBJECTS = counts(
  "put",
  "got",
  "compared",
  "missing",
  "absent",
  "ambiguous",
  "weak",
  "listed",
  "skipped",
  "checksums",
  "checksumsUnknown",
  "keysLive",
  "uploadsOpen",
);

/** Of `HttpReport`: causes and classes are told also where they are 0. */
export const HTTP = record({
  attempts: COUNT,
  retries: COUNT,
  retriesBy: counts("throttled", "server", "reset", "timeout", "other"),
  retryWaitNs: NUMBER,
  errors: counts(
    "refused",
    "resolve",
    "reset",
    "timeout",
    "tls",
    "truncated",
    "broken",
    "denied",
    "missing",
    "conflict",
    "throttled",
    "server",
    "other",
  ),
  connectionsNew: COUNT,
  uploadsAborted: COUNT,
});
