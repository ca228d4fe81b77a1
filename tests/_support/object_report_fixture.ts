/**
 * Recordings of loads of keys with defaults: a mixed step on one bucket, with
 * first bytes, two classes of sizes, retries and failed attempts.
 */
import type {
  FindingRecording,
  Recording,
  StepRecording,
} from "../../engine/recorder/mod.ts";
import {
  objectTarget,
  plannedObjectLane,
  plannedObjectStep,
} from "./object_plan_fixture.ts";
import { plan, profile } from "./plan_fixture.ts";
import { laneCounters } from "./recording_fixture.ts";
import {
  findingRecording,
  interval,
  latencyRecording,
  recording,
  stepRecording,
} from "./report_fixture.ts";

const SAMPLES_NS = Array.from({ length: 2000 }, (_, i) => 400_000 + i * 500);

/** What the lane of `objectStepRecording()` counted. */
export const OBJECT_COUNTERS = {
  state: 4,
  startNs: 1e9,
  endNs: 3e9,
  getOps: 2000,
  getBytes: 131_072_000,
  putOps: 500,
  putBytes: 32_768_000,
  headOps: 10,
  unitsWritten: 8000,
  unitsRead: 32_000,
  unitsCompared: 32_000,
  objectsCompared: 2000,
  attempts: 2515,
  retries: 5,
  retriesThrottled: 4,
  retriesReset: 1,
  retryWaitNs: 0.4e9,
  errorsThrottled: 4,
  errorsReset: 1,
  connectionsNew: 16,
  cpuNs: 0.5e9,
} as const;

/** Two seconds of gets and puts, each of two sizes. */
export function objectStepRecording(
  changes: Partial<StepRecording> = {},
): StepRecording {
  const get = latencyRecording(SAMPLES_NS, { op: "get" });
  const first = latencyRecording(SAMPLES_NS.map((ns) => ns / 2), {
    op: "get",
    kind: "first-byte",
  });
  const put = latencyRecording(SAMPLES_NS.slice(0, 500), { op: "put" });
  const { op: _op, kind: _kind, ...sized } = put;
  const { ops, ...row } = interval({ startNs: 1e9, endNs: 3e9 });
  const idle = ops.read;
  return stepRecording({
    target: "bucket",
    step: "mixed",
    startNs: 1e9,
    endNs: 3e9,
    intervals: [{
      ...row,
      ops: {
        read: idle,
        write: idle,
        sync: idle,
        get: {
          ...ops.write,
          count: 2000,
          bytes: 131_072_000,
          histogram: get.histogram,
          firstByteHistogram: first.histogram,
        },
        put: { ...ops.write, count: 500, bytes: 32_768_000 },
      },
    }],
    lanes: [{
      lane: 0,
      status: 0,
      counters: laneCounters(OBJECT_COUNTERS),
    }],
    latency: [
      get,
      first,
      put,
      latencyRecording([90_000], { op: "head" }),
    ],
    sizes: [
      { op: "get", uptoBytes: 4096, bytes: 4_000_000, latency: sized },
      { op: "get", uptoBytes: 262_144, bytes: 127_000_000, latency: sized },
      { op: "put", uptoBytes: 262_144, bytes: 32_768_000, latency: sized },
    ],
    space: null,
    objects: {
      keys: 100,
      keysLive: 98,
      keysDeleted: 1,
      keysNever: 1,
      keysUnsettled: 0,
      bytesLive: 98 * 65_536,
      generationMax: 9,
      uploadsOpen: 0,
    },
    ...changes,
  });
}

/** Key 7 is not there. */
export function keyFinding(
  changes: Partial<FindingRecording> = {},
): FindingRecording {
  return findingRecording({
    class: "lost",
    target: "bucket",
    step: "mixed",
    file: "sv-0123456789abcdef/k7",
    key: 7,
    op: "get",
    offsetBytes: 0,
    unit: 0,
    found: null,
    firstBadByte: 0,
    badBytes: 0,
    badBits: 0,
    ...changes,
  });
}

/** One mixed step over the keys of one bucket. */
export function objectRecording(changes: Partial<Recording> = {}): Recording {
  const weights = { get: 795, put: 200, head: 5 };
  const steps = [plannedObjectStep({
    name: "mixed",
    lanes: [plannedObjectLane({ weights, attemptsMax: 3 })],
  })];
  return recording({
    plan: plan({
      profile: profile({ name: "object-example", targets: ["bucket"] }),
      targets: [objectTarget({ steps })],
    }),
    steps: [objectStepRecording()],
    ...changes,
  });
}
