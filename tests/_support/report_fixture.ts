/** Recordings with defaults: one healthy fill, one second, one lane. */
import type {
  FindingRecording,
  IntervalRecording,
  LatencyRecording,
  MachineFacts,
  Recording,
  StepRecording,
} from "../../engine/recorder/mod.ts";
import { encodeHistogram } from "../../engine/recorder/mod.ts";
import { plan } from "./plan_fixture.ts";
import { laneCounters, totalsOf } from "./recording_fixture.ts";

export function machine(changes: Partial<MachineFacts> = {}): MachineFacts {
  return {
    host: "host-1",
    kernel: "6.1.0",
    cpu: "Example CPU",
    cpuCount: 4,
    memoryBytes: 8 * 2 ** 30,
    clockSource: "tsc",
    stampKernel: "avx2",
    ...changes,
  };
}

/** A latency as recorded, from its samples. */
export function latencyRecording(
  samplesNs: readonly number[],
  changes: Partial<LatencyRecording> = {},
): LatencyRecording {
  const totals = totalsOf(samplesNs);
  return {
    op: "write",
    kind: "service",
    histogram: encodeHistogram(totals.counts),
    count: totals.count,
    meanNs: totals.count > 0 ? totals.sumNs / totals.count : 0,
    minNs: totals.minNs ?? 0,
    maxNs: totals.maxNs,
    over: 0,
    ...changes,
  };
}

/** A second in which 1000 writes of 4 KiB took 100 us each. */
export function interval(
  changes: Partial<IntervalRecording> = {},
): IntervalRecording {
  const none = {
    count: 0,
    bytes: 0,
    errors: 0,
    meanNs: null,
    p50Ns: null,
    p99Ns: null,
    maxNs: null,
  };
  return {
    startNs: 1e9,
    endNs: 2e9,
    isWarmup: false,
    ops: {
      read: none,
      write: {
        count: 1000,
        bytes: 4_096_000,
        errors: 0,
        meanNs: 100_000,
        p50Ns: 100_000,
        p99Ns: 100_000,
        maxNs: 100_000,
      },
      sync: none,
    },
    findings: 0,
    backlog: 0,
    ...changes,
  };
}

/** 1000 writes of 4 KiB in one second, 30 % of a core. */
export function stepRecording(
  changes: Partial<StepRecording> = {},
): StepRecording {
  return {
    target: "local",
    step: "fill",
    startNs: 1e9,
    endNs: 2e9,
    outcome: "done",
    intervals: [interval()],
    lanes: [{
      lane: 0,
      status: 0,
      counters: laneCounters({
        state: 4,
        startNs: 1e9,
        endNs: 2e9,
        steadyNs: 2e9,
        writeOps: 1000,
        writeBytes: 4_096_000,
        steadyWriteOps: 1000,
        steadyWriteBytes: 4_096_000,
        unitsWritten: 1000,
        fixedBuffers: 1,
        cpuNs: 0.3e9,
      }),
    }],
    latency: [
      latencyRecording(Array.from({ length: 1000 }, () => 100_000)),
    ],
    findings: [],
    findingsOmitted: 0,
    space: {
      units: 1024,
      unitsWritten: 1000,
      unitsUnsettled: 0,
      generationMax: 1,
      mapInUse: false,
    },
    userNs: 0.2e9,
    systemNs: 0.2e9,
    residentBytesMax: 50 * 2 ** 20,
    ...changes,
  };
}

export function recording(changes: Partial<Recording> = {}): Recording {
  return {
    version: 1,
    tool: "stor-verify 0.1.0",
    startedAt: "2026-11-21T00:00:00.000Z",
    endedAt: "2026-11-21T00:00:01.500Z",
    plan: plan(),
    machine: machine(),
    faultsArmed: [],
    interrupted: false,
    steps: [stepRecording()],
    cases: [],
    notRun: [],
    ...changes,
  };
}

/** Unit 77 holds what belongs to unit 333. */
export function findingRecording(
  changes: Partial<FindingRecording> = {},
): FindingRecording {
  return {
    class: "misdirected",
    target: "local",
    step: "read-back",
    file: "sv-run-000.dat",
    lane: 0,
    atNs: 2e9,
    offsetBytes: 77 * 4096,
    unit: 77,
    expectedLow: 1,
    expectedHigh: 1,
    found: {
      object: "00000000000000a0",
      unit: 333,
      generation: 1,
      run: "0123456789abcdef",
      sequence: 9,
    },
    firstBadByte: 24,
    badBytes: 4000,
    badBits: 16000,
    shiftBytes: 0,
    sampleByte: 0,
    expectedSample: "0102ff",
    foundSample: "010200",
    ...changes,
  };
}
