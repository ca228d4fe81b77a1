/**
 * The JSON Schema of a report. Names that it lacks are refused, so that a
 * field added to the type without one here fails a test.
 */
import type { JsonShape } from "../recorder/mod.ts";
import { LOAD_OPS } from "../workers/mod.ts";
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
  TEXTS,
} from "./_schema_words.ts";
import { CONSISTENCY } from "./consistency_schema.ts";
import { loaderShape } from "./loader_schema.ts";
import { PIPELINE } from "./pipeline_schema.ts";
import { TABLE } from "./table_schema.ts";
import {
  INTERVAL_OPTIONAL,
  LANE_ROWS,
  LATENCY_CLASSES,
  SAMPLE_WORDS,
} from "./picture_schema.ts";
import { HTTP, OBJECTS } from "./store_schema.ts";

const OUTCOME = oneOf("done", "stopped", "failed");

const RATE = record({
  durationNs: NUMBER,
  bytesPerSecond: NUMBER,
  opsPerSecond: NUMBER,
});

const PERCENTILES = record({
  count: COUNT,
  over: COUNT,
  minNs: NUMBER,
  meanNs: NUMBER,
  p50Ns: NUMBER,
  p90Ns: NUMBER,
  p99Ns: NUMBER,
  p999Ns: NUMBER,
  p9999Ns: NUMBER,
  maxNs: NUMBER,
  uncertain: list(oneOf("p50", "p90", "p99", "p99.9", "p99.99")),
  histogram: { ...TEXT, description: "HdrHistogram V2, compressed, base64" },
});

const INTERVAL_OP = record({
  count: COUNT,
  bytes: NUMBER,
  errors: COUNT,
  meanNs: MAYBE,
  p50Ns: MAYBE,
  p99Ns: MAYBE,
  maxNs: MAYBE,
  p90Ns: MAYBE,
  p999Ns: MAYBE,
  classes: LATENCY_CLASSES,
  histogram: TEXT,
  responseHistogram: TEXT,
  firstByteHistogram: TEXT,
}, INTERVAL_OPTIONAL);

const INTERVAL = record({
  startNs: NUMBER,
  endNs: NUMBER,
  isWarmup: FLAG,
  ops: record(
    Object.fromEntries(LOAD_OPS.map((op) => [op, INTERVAL_OP])),
    LOAD_OPS.filter((op) => !["read", "write", "sync"].includes(op)),
  ),
  findings: COUNT,
  backlog: COUNT,
});

const COVERAGE = record({
  writtenBytes: NUMBER,
  readBytes: NUMBER,
  comparedBytes: NUMBER,
  skippedUnwrittenBytes: NUMBER,
  skippedUncheckedBytes: NUMBER,
  ambiguousBytes: NUMBER,
  overlappedBytes: NUMBER,
  weakBytes: NUMBER,
  badUnits: COUNT,
  unitsWritten: COUNT,
  unitsUnsettled: COUNT,
});

const OPERATION_LOG = record({
  path: TEXT,
  kept: COUNT,
  lost: COUNT,
  steps: list(
    record({ target: TEXT, step: TEXT, kept: COUNT, lost: COUNT }),
  ),
  failure: TEXT,
}, ["failure"]);

const CLIENT = record({
  cpuCount: COUNT,
  cores: NUMBER,
  cpuNsPerOp: MAYBE,
  laneBusiestPercent: NUMBER,
  residentBytesMax: NUMBER,
  isLimiting: FLAG,
  sentence: TEXT,
  name: TEXT,
}, ["name"]);

const OP = record({
  op: oneOf(...LOAD_OPS),
  count: COUNT,
  errors: COUNT,
  bytes: NUMBER,
  whole: RATE,
  steady: orNull(RATE),
  service: orNull(PERCENTILES),
  response: orNull(PERCENTILES),
  firstByte: PERCENTILES,
}, ["firstByte"]);

const STEP = record({
  target: TEXT,
  step: TEXT,
  outcome: OUTCOME,
  startNs: NUMBER,
  durationNs: NUMBER,
  io: TEXT,
  lanes: COUNT,
  depth: COUNT,
  openLoop: FLAG,
  ops: list(OP),
  coverage: COVERAGE,
  intervals: list(INTERVAL),
  conflicts: COUNT,
  overload: orNull(record({
    operations: COUNT,
    offeredPerSecond: NUMBER,
    achievedPerSecond: NUMBER,
    lateStarts: COUNT,
    lateNsMax: NUMBER,
    backlogMax: COUNT,
    isOverloaded: FLAG,
  })),
  client: CLIENT,
  objects: OBJECTS,
  sizes: list(record({
    op: oneOf("get", "put"),
    uptoBytes: NUMBER,
    bytes: NUMBER,
    bytesPerSecond: NUMBER,
    latency: PERCENTILES,
  })),
  http: HTTP,
  laneRows: LANE_ROWS,
  steadyState: record({
    windowNs: NUMBER,
    slopePercent: NUMBER,
    rangePercent: NUMBER,
    reached: orNull(record({
      afterNs: NUMBER,
      of: oneOf("rate", "response"),
      mean: NUMBER,
      slopePercent: NUMBER,
      rangePercent: NUMBER,
    })),
  }),
}, ["steadyState", "objects", "sizes", "http", "laneRows"]);

const FINDING = record({
  class: TEXT,
  target: TEXT,
  step: TEXT,
  file: TEXT,
  lane: COUNT,
  atNs: NUMBER,
  offsetBytes: NUMBER,
  unit: NUMBER,
  expectedLow: NUMBER,
  expectedHigh: NUMBER,
  found: orNull(record({
    object: TEXT,
    unit: NUMBER,
    generation: NUMBER,
    run: TEXT,
    sequence: NUMBER,
  })),
  firstBadByte: COUNT,
  badBytes: COUNT,
  badBits: COUNT,
  shiftBytes: COUNT,
  sampleByte: COUNT,
  expectedSample: { ...TEXT, description: "hex" },
  foundSample: { ...TEXT, description: "hex" },
  sentence: TEXT,
  again: TEXT,
  words: SAMPLE_WORDS,
  key: COUNT,
  op: oneOf(...LOAD_OPS),
  spanBytes: COUNT,
  times: COUNT,
  known: { ...TEXT, description: "server and version that it is known of" },
}, ["words", "key", "op", "spanBytes", "times", "known"]);

const REPORT = record({
  version: { enum: [1] },
  tool: TEXT,
  profile: TEXT,
  runId: TEXT,
  seed: TEXT,
  startedAt: { ...TEXT, description: "ISO 8601" },
  durationNs: NUMBER,
  machine: record({
    host: TEXT,
    kernel: TEXT,
    cpu: TEXT,
    cpuCount: COUNT,
    memoryBytes: NUMBER,
    clockSource: TEXT,
    stampKernel: TEXT,
  }),
  targets: list(record({ name: TEXT, url: TEXT })),
  planText: TEXTS,
  faultsArmed: TEXTS,
  consistency: list(CONSISTENCY),
  pipeline: list(PIPELINE),
  table: list(TABLE),
  loader: list(loaderShape(PERCENTILES)),
  operationLog: OPERATION_LOG,
  faultPoints: list(record({ point: TEXT, reached: COUNT, fired: COUNT })),
  verdict: record({
    outcome: oneOf(
      "pass",
      "wrong",
      "failed",
      "inconclusive",
      "objective missed",
      "interrupted",
    ),
    exit: { enum: [0, 1, 3, 4, 5, 130] },
    sentence: TEXT,
  }),
  steps: list(STEP),
  notRun: list(record({ target: TEXT, step: TEXT, reason: TEXT })),
  cases: list(record({
    type: oneOf("case-ended"),
    target: TEXT,
    step: TEXT,
    id: TEXT,
    verdict: oneOf("held", "broken", "not claimed", "skipped", "failed"),
    reason: TEXT,
    durationNs: NUMBER,
  })),
  coverage: COVERAGE,
  findings: list(FINDING),
  findingsOmitted: COUNT,
  objectives: list(record({
    text: TEXT,
    target: TEXT,
    measured: MAYBE,
    isMet: FLAG,
    outcome: oneOf("met", "missed", "undecided"),
    sentence: TEXT,
  })),
  client: CLIENT,
  doubts: TEXTS,
  failures: TEXTS,
}, [
  ...["consistency", "pipeline", "table", "loader", "faultPoints", "planText"],
  "operationLog",
]);

/** JSON Schema (draft 2020-12) of version 1, for `report --schema`. */
export function reportSchema(): JsonShape & {
  readonly $schema: string;
  readonly title: string;
} {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "stor-verify report",
    ...REPORT,
  };
}
