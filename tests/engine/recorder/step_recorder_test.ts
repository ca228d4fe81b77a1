import { assertEquals } from "@std/assert";
import { StepRecorder } from "../../../engine/recorder/step_recorder.ts";
import { plannedTarget } from "../../_support/plan_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";

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
