import { assertEquals } from "@std/assert";
import { stepReport } from "../../../engine/report/step_report.ts";
import { plannedStep, plannedTarget } from "../../_support/plan_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import { stepRecording } from "../../_support/report_fixture.ts";

Deno.test("stepReport() brings plan and recording of a step together", () => {
  const counters = laneCounters({ unitsCompared: 2, conflicts: 3 });
  const report = stepReport({
    step: stepRecording({ lanes: [{ lane: 0, status: 0, counters }] }),
    planned: plannedStep(),
    target: plannedTarget(),
  }, 4);
  assertEquals(report.io, "io_uring");
  assertEquals(report.lanes, 1);
  assertEquals(report.depth, 16);
  assertEquals(report.durationNs, 1e9);
  assertEquals(report.coverage.comparedBytes, 8192);
  assertEquals(report.conflicts, 3);
  assertEquals(report.overload, null);
});

const STEADY_STATE = { windowNs: 3e9, slopePercent: 10, rangePercent: 20 };
const REACHED = {
  afterNs: 42e9,
  of: "rate",
  mean: 1000,
  slopePercent: 3.14,
  rangePercent: 8,
} as const;

Deno.test("stepReport() tells what was asked of a steady step, and what came", () => {
  const planned = plannedStep({ steadyState: STEADY_STATE });
  const target = plannedTarget();
  const of = (changes: Parameters<typeof stepRecording>[0]) =>
    stepReport({ step: stepRecording(changes), planned, target }, 4);
  assertEquals(of({ steady: REACHED }).steadyState, {
    ...STEADY_STATE,
    reached: REACHED,
  });
  assertEquals(of({}).steadyState?.reached, null);
  const asked = { step: stepRecording(), planned: plannedStep(), target };
  assertEquals(stepReport(asked, 4).steadyState, undefined);
});
