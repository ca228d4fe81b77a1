import { assertEquals, assertThrows } from "@std/assert";
import { loadPlan, savePlan } from "../../../engine/plan/save.ts";
import { UsageError } from "../../../engine/profile/mod.ts";
import { clientsStep } from "../../_support/consistency_fixture.ts";
import { plan, plannedTarget, profile } from "../../_support/plan_fixture.ts";

const PLAN = plan({
  profile: profile({
    steps: [{
      kind: "consistency",
      name: "race",
      clients: 4,
      keys: 2,
      op: { put: 2 },
      valueMinBytes: 256,
      valueMaxBytes: 512,
      partBytes: 512,
      ops: 400,
      expect: "regular",
    }],
  }),
  targets: [plannedTarget({ space: null, steps: [clientsStep()] })],
});

Deno.test("loadPlan() keeps plans of clients, and names what is damaged", () => {
  assertEquals(loadPlan(savePlan(PLAN)), PLAN);
  const damage: readonly (readonly [string, string, string])[] = [
    ['"keyPrefix": "', '"prefix": "', "steps[0].keyPrefix: It is missing"],
    ['"seed": 7', '"seed": -7', "steps[0].seed: It is -7"],
    ['"level": "linearizable"', '"level": "good"', "promise.level: It is"],
    ['"expect": "regular"', '"expect": "fine"', "steps[0].expect: It is"],
    ['"put": 2', '"put": "2"', "steps[0].op.put: It is"],
  ];
  for (const [from, to, sentence] of damage) {
    const text = savePlan(PLAN).replace(from, to);
    assertThrows(() => loadPlan(text), UsageError, sentence);
  }
});
