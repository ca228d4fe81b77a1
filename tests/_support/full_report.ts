/**
 * A report with something in every part: two targets, an open loop, findings,
 * cases, an objective of each outcome, a failure and a step that was not run.
 */
import { buildReport, type Report } from "../../engine/report/mod.ts";
import type { CaseEnded } from "../../engine/workers/mod.ts";
import {
  plan,
  plannedLane,
  plannedStep,
  plannedTarget,
} from "./plan_fixture.ts";
import { laneCounters } from "./recording_fixture.ts";
import {
  findingRecording,
  interval,
  latencyRecording,
  recording,
  stepRecording,
} from "./report_fixture.ts";

/** Times of a hundred to a thousand microseconds. */
const SAMPLES_NS = Array.from({ length: 10_000 }, (_, i) => 100_000 + i * 90);

const OPEN_STEP = plannedStep({
  name: "overwrite",
  openLoop: true,
  lanes: [plannedLane({
    arrival: { kind: "constant", intervalPs: 5e8, phaseNs: 0 },
  })],
});

/** The open-loop step, with reads and writes and 5 wrong units. */
function overwrite() {
  const read = latencyRecording(SAMPLES_NS, { op: "read" });
  const { ops, ...row } = interval({ startNs: 2e9, endNs: 7e9 });
  const felt = { histogram: read.histogram, responseHistogram: read.histogram };
  return stepRecording({
    step: "overwrite",
    startNs: 2e9,
    endNs: 7e9,
    intervals: [{ ...row, ops: { ...ops, read: { ...ops.write, ...felt } } }],
    latency: [
      read,
      { ...read, kind: "response", maxNs: 1_234_567 },
      latencyRecording([250_000]),
    ],
    lanes: [{
      lane: 0,
      status: 0,
      counters: laneCounters({
        state: 4,
        startNs: 2e9,
        endNs: 7e9,
        steadyNs: 7e9,
        readOps: 10_000,
        readBytes: 40_960_000,
        steadyReadOps: 10_000,
        steadyReadBytes: 40_960_000,
        writeOps: 1,
        writeBytes: 4096,
        steadyWriteOps: 1,
        steadyWriteBytes: 4096,
        unitsWritten: 1,
        unitsRead: 10_000,
        unitsCompared: 9_000,
        unitsUnwritten: 1_000,
        unitsBad: 5,
        conflicts: 7,
        fixedBuffers: 1,
        backlogMax: 3,
        lateNsMax: 900_000,
        cpuNs: 4.9e9,
      }),
    }],
    findings: [
      findingRecording({ step: "overwrite" }),
      findingRecording({
        step: "overwrite",
        class: "zeroed",
        unit: 5,
        offsetBytes: 5 * 4096,
        found: null,
      }),
    ],
    findingsOmitted: 3,
  });
}

function caseEnded(changes: Partial<CaseEnded>): CaseEnded {
  return {
    type: "case-ended",
    target: "local",
    step: "cases",
    id: "object.put",
    verdict: "held",
    reason: "",
    durationNs: 1000,
    ...changes,
  };
}

function objective(text: string, metric: "p99" | "p99.99" | "max") {
  return {
    text,
    step: "overwrite",
    op: "read" as const,
    metric,
    compare: "<=" as const,
    bound: 1e6,
  };
}

export function fullReport(): Report {
  return buildReport(recording({
    faultsArmed: ["write.zero:after=3"],
    plan: plan({
      targets: [
        plannedTarget({
          steps: [
            plannedStep(),
            OPEN_STEP,
            { kind: "cases", name: "cases", cases: ["object.put"] },
          ],
        }),
        plannedTarget({ name: "other", url: "direct:///y" }),
      ],
      objectives: [
        objective("overwrite.read.p99 <= 1ms", "p99"),
        objective("overwrite.read.max <= 1ms", "max"),
        {
          ...objective("overwrite.write.p99.99 <= 1ms", "p99.99"),
          op: "write",
        },
      ],
    }),
    steps: [
      stepRecording(),
      overwrite(),
      stepRecording({
        target: "other",
        startNs: 8e9,
        endNs: 8e9,
        outcome: "failed",
        failure: 'Cannot open "direct:///y": it is read-only',
        lanes: [],
        latency: [],
        intervals: [],
        space: null,
        userNs: 0,
        systemNs: 0,
      }),
    ],
    cases: [
      caseEnded({}),
      caseEnded({ id: "object.list", verdict: "skipped", reason: "too slow" }),
    ],
    notRun: [{
      target: "other",
      step: "read-back",
      reason: "A step before it failed",
    }],
  }));
}
