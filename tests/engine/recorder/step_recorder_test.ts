import { assertEquals } from "@std/assert";
import { StepRecorder } from "../../../engine/recorder/step_recorder.ts";
import { plannedTarget } from "../../_support/plan_fixture.ts";
import { laneCounters, unitFinding } from "../../_support/recording_fixture.ts";

Deno.test("StepRecorder keeps the later of row and progress when cut off", () => {
  const named = { target: "local", step: "fill" };
  const step = new StepRecorder(plannedTarget(), {
    ...named,
    type: "step-started",
    atNs: 1e9,
  });
  step.addProgress({
    ...named,
    type: "step-progress",
    atNs: 2e9,
    lanes: [laneCounters({ readOps: 1 })],
  });
  step.addInterval({
    ...named,
    type: "step-interval",
    atNs: 2.1e9,
    lanes: [laneCounters({ readOps: 2 })],
    latency: [],
  });
  assertEquals(step.finish(true).endNs, 2.1e9);
  assertEquals(step.finish(true).intervals.length, 1);
});

Deno.test("StepRecorder keeps an idle second whose end was measured", () => {
  const named = { target: "local", step: "fill" };
  const step = new StepRecorder(plannedTarget(), {
    ...named,
    type: "step-started",
    atNs: 1e9,
  });
  const row = step.addInterval({
    ...named,
    type: "step-interval",
    atNs: 2e9,
    lanes: [laneCounters({ startNs: 1.98e9, warmupOps: 3 })],
    latency: [],
  });
  assertEquals([row?.startNs, row?.isWarmup], [1.98e9, true]);
});

Deno.test("StepRecorder counts the very same finding, and keeps each other one", () => {
  const step = new StepRecorder(plannedTarget(), {
    ...{ target: "local", step: "fill" },
    type: "step-started",
    atNs: 1e9,
  });
  const one = unitFinding({ unit: 1, op: "get" });
  step.addFindings([one, unitFinding({ unit: 2, op: "get" }), one], [
    "a",
    "a",
    "a",
  ]);
  step.addFindings([{ ...one, timeNs: 9 }, one], ["a", "b"]);
  assertEquals(
    step.finish(true).findings.map(({ file, unit, times, atNs }) => [
      ...[file, unit, times, atNs],
    ]),
    [
      ["a", 1, 3, 2e9],
      ["a", 2, undefined, 2e9],
      ["b", 1, undefined, 2e9],
    ],
  );
});

Deno.test("StepRecorder has room for a thousand, however often they come", () => {
  const step = new StepRecorder(plannedTarget(), {
    ...{ target: "local", step: "fill" },
    type: "step-started",
    atNs: 1e9,
  });
  const all = Array.from({ length: 1001 }, (_, unit) => unitFinding({ unit }));
  step.addFindings([...all, ...all]);
  const { findings, findingsOmitted } = step.finish(true);
  assertEquals([findings.length, findingsOmitted], [1000, 2]);
  assertEquals(new Set(findings.map(({ times }) => times)), new Set([2]));
});
