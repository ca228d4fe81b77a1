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
