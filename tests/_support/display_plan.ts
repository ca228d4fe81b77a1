/** Plans and samples that are just enough for what shows them. */
import type { Plan, PlannedStep, Sample } from "../../engine/mod.ts";
import { COUNTERS } from "../../ffi/mod.ts";
import { plannedLane } from "./plan_fixture.ts";

/** A plan of one target `local` with the given steps. */
export function makeDisplayPlan(steps: readonly PlannedStep[]): Plan {
  return {
    version: 1,
    runId: "00000000000000aa",
    seed: "1",
    profile: {
      name: "quick",
      description: "",
      targets: [],
      files: 1,
      unitBytes: 4096,
      steps: [],
      objectives: [],
    },
    targets: [{ name: "local", url: "file:///x", space: null, steps }],
    objectives: [],
    doubts: [],
  };
}

/** A block step that ends by bytes or by time. */
export function makeDisplayStep(
  name: string,
  end: {
    readonly bytes?: number;
    readonly durationNs?: number;
    readonly warmupNs?: number;
  },
): PlannedStep {
  return {
    kind: "block",
    name,
    io: "psync",
    dsync: false,
    openLoop: false,
    lanes: end.warmupNs === undefined
      ? []
      : [plannedLane({ warmupNs: end.warmupNs })],
    bytes: end.bytes ?? null,
    durationNs: end.durationNs ?? null,
  };
}

type Progressed = Extract<Sample, { type: "step-progress" }>;

/** Counters of one lane: zero but for what is set. */
export function makeCounters(
  set: Partial<Progressed["lanes"][number]>,
): Progressed["lanes"][number] {
  const zero = Object.fromEntries(
    COUNTERS.map((name) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      0,
    ]),
  );
  // The names come from the same table that the type is made from.
  return { ...zero, ...set } as Progressed["lanes"][number];
}

/** What the workers say ten times a second. */
export function makeProgress(
  step: string,
  atNs: number,
  set: Partial<Progressed["lanes"][number]> = {},
): Progressed {
  return {
    type: "step-progress",
    target: "local",
    step,
    atNs,
    lanes: [makeCounters(set)],
  };
}

/** A step that begins. */
export function makeStarted(step: string, atNs: number): Sample {
  return { type: "step-started", target: "local", step, atNs };
}

/** A step that ends as planned. */
export function makeEnded(step: string, atNs: number, errors = 0): Sample {
  return {
    type: "step-ended",
    target: "local",
    step,
    atNs,
    lanes: [{
      lane: 0,
      status: 0,
      counters: makeCounters({ readErrors: errors }),
    }],
    latency: [],
    space: {
      units: 0,
      unitsWritten: 0,
      unitsUnsettled: 0,
      generationMax: 0,
      mapInUse: false,
    },
    outcome: "done",
    userNs: 0,
    systemNs: 0,
    residentBytesMax: 0,
  };
}

/** Findings of one class at offset 4096. */
export function makeFindings(step: string, count: number): Sample {
  return {
    type: "step-findings",
    target: "local",
    step,
    findings: Array.from({ length: count }, () => ({
      class: "lost",
      timeNs: 0,
      op: "read",
      file: 0,
      lane: 0,
      offsetBytes: 4096,
      unit: 1,
      expectedLow: 1,
      expectedHigh: 1,
      found: null,
      firstBadByte: 0,
      badBytes: 1,
      badBits: 1,
      shiftBytes: 0,
      sampleByte: 0,
      expectedSample: new Uint8Array(),
      foundSample: new Uint8Array(),
    })),
  };
}
