/** The shape of a recording file, as far as the report relies on it. */
import { LOAD_OPS } from "../workers/mod.ts";
import type { JsonShape } from "./json_shape.ts";

const TEXT: JsonShape = { type: "string" };
const NUMBER: JsonShape = { type: "number" };
const TEXTS: JsonShape = { type: "array", items: TEXT };
const COUNTS: JsonShape = { type: "object", additionalProperties: NUMBER };
const OBJECTS: JsonShape = { type: "array", items: { type: "object" } };

/** Every one of `properties` is required; others are allowed. */
function record(properties: Readonly<Record<string, JsonShape>>): JsonShape {
  return { type: "object", properties, required: Object.keys(properties) };
}

function listOf(properties: Readonly<Record<string, JsonShape>>): JsonShape {
  return { type: "array", items: record(properties) };
}

const COURSE = listOf({
  startNs: NUMBER,
  endNs: NUMBER,
  count: NUMBER,
  bytes: NUMBER,
  retries: NUMBER,
});

/** Recordings of earlier versions have no course. */
function withCourse(
  properties: Readonly<Record<string, JsonShape>>,
): JsonShape {
  const shape = record(properties);
  return { ...shape, properties: { ...properties, course: COURSE } };
}

const LATENCY: Readonly<Record<string, JsonShape>> = {
  histogram: TEXT,
  count: NUMBER,
  meanNs: NUMBER,
  minNs: NUMBER,
  maxNs: NUMBER,
  over: NUMBER,
};

const STEP: Readonly<Record<string, JsonShape>> = {
  target: TEXT,
  step: TEXT,
  startNs: NUMBER,
  endNs: NUMBER,
  outcome: { enum: ["done", "stopped", "failed"] },
  intervals: listOf({
    startNs: NUMBER,
    endNs: NUMBER,
    isWarmup: { type: "boolean" },
    ops: record({
      read: { type: "object" },
      write: { type: "object" },
      sync: { type: "object" },
    }),
    findings: NUMBER,
    backlog: NUMBER,
  }),
  lanes: listOf({ lane: NUMBER, status: NUMBER, counters: COUNTS }),
  latency: listOf({
    op: { enum: LOAD_OPS },
    kind: { enum: ["service", "response", "first-byte"] },
    ...LATENCY,
  }),
  findings: listOf({
    class: TEXT,
    target: TEXT,
    step: TEXT,
    file: TEXT,
    offsetBytes: NUMBER,
    unit: NUMBER,
    found: { type: ["object", "null"] },
  }),
  findingsOmitted: NUMBER,
  space: { type: ["object", "null"] },
  userNs: NUMBER,
  systemNs: NUMBER,
  residentBytesMax: NUMBER,
};

const RECORDING: Readonly<Record<string, JsonShape>> = {
  version: { enum: [1] },
  tool: TEXT,
  startedAt: TEXT,
  endedAt: TEXT,
  plan: record({
    version: { enum: [1] },
    runId: TEXT,
    seed: TEXT,
    profile: record({ name: TEXT, steps: OBJECTS }),
    targets: listOf({ name: TEXT, url: TEXT, steps: OBJECTS }),
    objectives: OBJECTS,
    doubts: TEXTS,
  }),
  machine: record({ host: TEXT, cpuCount: NUMBER, memoryBytes: NUMBER }),
  faultsArmed: TEXTS,
  interrupted: { type: "boolean" },
  steps: {
    type: "array",
    items: {
      ...record(STEP),
      properties: {
        ...STEP,
        objects: { type: ["object", "null"] },
        steady: record({
          afterNs: NUMBER,
          of: { enum: ["rate", "response"] },
          mean: NUMBER,
          slopePercent: NUMBER,
          rangePercent: NUMBER,
        }),
        sizes: listOf({
          op: { enum: ["get", "put"] },
          uptoBytes: NUMBER,
          bytes: NUMBER,
          latency: record(LATENCY),
        }),
      },
    },
  },
  cases: listOf({ target: TEXT, id: TEXT, verdict: TEXT, reason: TEXT }),
  notRun: listOf({ target: TEXT, step: TEXT, reason: TEXT }),
};

/** Of version 1, the plan within it as far as the report reads it. */
export const RECORDING_SHAPE: JsonShape = {
  ...record(RECORDING),
  properties: {
    ...RECORDING,
    repeat: TEXTS,
    rerun: TEXTS,
    consistency: listOf({
      target: TEXT,
      step: TEXT,
      startNs: NUMBER,
      atNs: NUMBER,
      promise: record({ level: TEXT, source: TEXT }),
      report: { type: "object" },
    }),
    table: listOf({
      target: TEXT,
      step: TEXT,
      startNs: NUMBER,
      atNs: NUMBER,
      report: withCourse({
        appends: NUMBER,
        appended: NUMBER,
        rows: NUMBER,
        rowBytes: NUMBER,
        durationNs: NUMBER,
        latenciesNs: { type: "array", items: NUMBER },
        comparedRows: NUMBER,
        findingsCount: NUMBER,
        findings: OBJECTS,
        failed: OBJECTS,
      }),
    }),
    pipeline: listOf({
      target: TEXT,
      step: TEXT,
      startNs: NUMBER,
      atNs: NUMBER,
      report: withCourse({
        copies: NUMBER,
        copied: NUMBER,
        copiedBytes: NUMBER,
        durationNs: NUMBER,
        latenciesNs: { type: "array", items: NUMBER },
        to: TEXTS,
        digests: TEXTS,
        memoryLimitBytes: NUMBER,
        memoryPeakBytes: NUMBER,
        findings: OBJECTS,
        failed: OBJECTS,
      }),
    }),
    loader: listOf({
      target: TEXT,
      step: TEXT,
      startNs: NUMBER,
      atNs: NUMBER,
      report: record({
        op: { enum: ["write", "read", "save", "restore"] },
        client: TEXT,
        samples: NUMBER,
        done: NUMBER,
        epochs: OBJECTS,
        trouble: COUNTS,
        cache: { type: ["object", "null"] },
        prefetch: { type: ["object", "null"] },
        residentBytesBefore: NUMBER,
        residentBytesMax: NUMBER,
      }),
    }),
    operationLog: record({
      path: TEXT,
      kept: NUMBER,
      lost: NUMBER,
      steps: listOf({ target: TEXT, step: TEXT, kept: NUMBER, lost: NUMBER }),
    }),
    faultPoints: listOf({ point: TEXT, reached: NUMBER, fired: NUMBER }),
  },
};
