/** The promises of cmd/display/progress.ts. */
import { assertEquals } from "@std/assert";
import type { Sample } from "../../../engine/mod.ts";
import {
  advance,
  doneShare,
  leftNs,
  type Progress,
  startProgress,
} from "../../../cmd/display/progress.ts";
import { plannedObjectStep } from "../../_support/object_plan_fixture.ts";
import {
  makeDisplayPlan,
  makeDisplayStep,
  makeEnded,
  makeFindings,
  makeProgress,
  makeStarted,
} from "../../_support/display_plan.ts";

const S = 1e9;

function after(samples: readonly Sample[]): Progress {
  const plan = makeDisplayPlan([
    makeDisplayStep("fill", { bytes: 1000 }),
    makeDisplayStep("mix", { durationNs: 10 * S }),
  ]);
  return samples.reduce(advance, startProgress(plan));
}

Deno.test("startProgress() has every step of the plan waiting", () => {
  assertEquals(after([]).steps.map(({ state }) => state), [
    "waiting",
    "waiting",
  ]);
});

Deno.test("doneShare() follows bytes where bytes end the step", () => {
  const { steps: [fill] } = after([
    makeStarted("fill", 0),
    makeProgress("fill", S, { readBytes: 100, writeBytes: 150 }),
  ]);
  assertEquals(fill && doneShare(fill), 0.25);
  assertEquals(fill && leftNs(fill), 3 * S);
});

Deno.test("doneShare() follows time where time ends the step", () => {
  const { steps: [, mix] } = after([
    makeStarted("mix", 5 * S),
    makeProgress("mix", 9 * S, { readBytes: 1e6 }),
  ]);
  assertEquals(mix && doneShare(mix), 0.4);
});

Deno.test("doneShare() counts the warm-up as part of a step", () => {
  const end = { durationNs: 8 * S, warmupNs: 2 * S };
  const plan = makeDisplayPlan([makeDisplayStep("mix", end)]);
  const { steps: [mix] } = [
    makeStarted("mix", 0),
    makeProgress("mix", 8 * S, { readBytes: 1e6 }),
  ].reduce(advance, startProgress(plan));
  assertEquals(mix && doneShare(mix), 0.8);
  assertEquals(mix && leftNs(mix), 2 * S);
});

Deno.test("doneShare() follows operations where they end the step", () => {
  const plan = makeDisplayPlan([plannedObjectStep({ name: "put", ops: 200 })]);
  const { steps: [put] } = [
    makeStarted("put", 0),
    makeProgress("put", S, { putOps: 30, deleteOps: 20 }),
  ].reduce(advance, startProgress(plan));
  assertEquals(put && doneShare(put), 0.25);
});

Deno.test("doneShare() is all of it at the end, and never more before", () => {
  const { steps: [fill] } = after([
    makeStarted("fill", 0),
    makeProgress("fill", S, { writeBytes: 2000 }),
  ]);
  assertEquals(fill && doneShare(fill), 1);
  const ended = after([makeStarted("fill", 0), makeEnded("fill", S)]).steps[0];
  assertEquals(ended && doneShare(ended), 1);
});

Deno.test("leftNs() does not guess at the very beginning", () => {
  const { steps: [fill] } = after([
    makeStarted("fill", 0),
    makeProgress("fill", S, { writeBytes: 1 }),
  ]);
  assertEquals(fill && leftNs(fill), null);
});

Deno.test("advance() sums findings over steps and errors at each end", () => {
  const progress = after([
    makeStarted("fill", 0),
    makeFindings("fill", 2),
    makeEnded("fill", S, 3),
    makeFindings("mix", 1),
  ]);
  assertEquals([progress.findings, progress.errors], [3, 3]);
});

Deno.test("advance() counts cases, and is done with the last of them", () => {
  const plan = makeDisplayPlan([]);
  const [target] = plan.targets;
  const step = { kind: "cases", name: "cases", cases: ["a", "b"] } as const;
  const start = startProgress({
    ...plan,
    targets: target === undefined ? [] : [{ ...target, steps: [step] }],
  });
  const sample: Sample = {
    type: "case-ended",
    target: target?.name ?? "",
    step: "cases",
    id: "a",
    verdict: "held",
    reason: "It held",
    durationNs: 1,
  };
  const half = advance(start, sample);
  assertEquals(half.steps.map(({ state }) => state), ["running"]);
  assertEquals(half.steps.map(doneShare), [0.5]);
  assertEquals(advance(half, sample).steps.map(({ state }) => state), ["done"]);
});
