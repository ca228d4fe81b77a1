/** Promises of `engine/workers/resume_plan.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import type { PlannedTarget } from "../../../engine/plan/mod.ts";
import { resumePlan } from "../../../engine/workers/resume_plan.ts";
import {
  objectTarget,
  plannedObjectLane,
  plannedObjectStep,
} from "../../_support/object_plan_fixture.ts";
import { plannedSamples } from "../../_support/loader_fixture.ts";
import { plan, plannedSpace } from "../../_support/plan_fixture.ts";

const MIX = plannedObjectStep({
  name: "mix",
  lanes: [plannedObjectLane({ choose: { kind: "random" } })],
});

function resumed(target: PlannedTarget, isBegun = true) {
  const { doubts, targets } = resumePlan(
    plan({ targets: [target] }),
    () => isBegun,
  );
  return { doubts, steps: targets[0]?.steps ?? [] };
}

Deno.test("resumePlan() reads what is there, puts the rest, and begins the rest of the steps anew", () => {
  const { doubts, steps } = resumed(
    objectTarget({ steps: [plannedObjectStep(), MIX] }),
  );
  assertEquals(steps.map(({ name }) => name), [
    "prepare-check",
    "prepare",
    "mix",
  ]);
  const [check, rest] = steps.map((step) =>
    step.kind === "object" ? step.lanes[0] : undefined
  );
  assertEquals(check?.weights, { get: 1 });
  assertEquals([check?.choose.kind, rest?.choose.kind], ["there", "missing"]);
  assertEquals([check?.limitOps, rest?.limitOps], [0, 0]);
  assertEquals(rest?.weights, { put: 1000 });
  assertEquals(steps[2], MIX);
  assertEquals(doubts.length, 1);
});

Deno.test("resumePlan() leaves a target alone that was not begun", () => {
  const target = objectTarget();
  assertEquals(resumed(target, false), { doubts: [], steps: target.steps });
});

Deno.test("resumePlan() stays among the keys that were to be put", () => {
  const lanes = [plannedObjectLane({ keyCount: 50, limitOps: 20 })];
  const { steps } = resumed(
    objectTarget({ steps: [plannedObjectStep({ lanes })] }),
  );
  for (const step of steps) {
    if (step.kind !== "object") throw new TypeError("not over keys");
    assertEquals(step.lanes[0]?.keyCount, 20);
  }
});

Deno.test("resumePlan() takes no name twice", () => {
  const { steps } = resumed(objectTarget({
    steps: [plannedObjectStep(), { ...MIX, name: "prepare-check" }],
  }));
  assertEquals(new Set(steps.map(({ name }) => name)).size, 3);
});

Deno.test("resumePlan() refuses what has no prepare phase, with the reason", () => {
  const lanes = (over: Parameters<typeof plannedObjectLane>[0]) => ({
    steps: [plannedObjectStep({ lanes: [plannedObjectLane(over)] })],
  });
  const refused: [Parameters<typeof objectTarget>[0], string][] = [
    [{ space: plannedSpace() }, "it loads offsets"],
    [{ steps: [] }, "its first step does not put each key once"],
    [{ steps: [MIX] }, 'its first step "mix"'],
    [lanes({ weights: { put: 1, get: 1 } }), 'its first step "prepare"'],
    [lanes({ limitOps: 101 }), "each key once"],
    [lanes({ limitOps: 0, limitNs: 1e9 }), "each key once"],
    [lanes({ limitBytes: 1 }), "each key once"],
    [{
      steps: [
        plannedObjectStep(),
        { kind: "cases", name: "c", cases: ["object.x"] },
      ],
    }, "more than loads of keys"],
  ];
  for (const [changes, reason] of refused) {
    assertThrows(() => resumed(objectTarget(changes)), RangeError, reason);
  }
});

Deno.test("resumePlan() refuses training data, begun or not, and says what to do", () => {
  for (const isBegun of [true, false]) {
    const target = { ...objectTarget(), samples: plannedSamples() };
    const { message } = assertThrows(
      () => resumed(target, isBegun),
      RangeError,
      "it loads training data",
    );
    assertEquals(message.includes('"stor-verify verify"'), true);
  }
});
