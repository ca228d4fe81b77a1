import { assertEquals, assertThrows } from "@std/assert";
import { loadPlan, savePlan } from "../../../engine/plan/save.ts";
import { UsageError } from "../../../engine/profile/mod.ts";
import { plan, plannedTarget, profile } from "../../_support/plan_fixture.ts";
import { tableStep } from "../../_support/table_load_fixture.ts";

const { keyPrefix: _, seed: _seed, readsBack: _back, ...asked } = tableStep();
const PLAN = plan({
  profile: profile({ steps: [{ ...asked, verify: "always" }] }),
  targets: [plannedTarget({ space: null, steps: [tableStep()] })],
});

Deno.test("loadPlan() keeps plans of tables, and names what is damaged", () => {
  assertEquals(loadPlan(savePlan(PLAN)), PLAN);
  const damage: readonly (readonly [string, string, string])[] = [
    ['"keyPrefix": "', '"prefix": "', "steps[0].keyPrefix: It is missing"],
    ['"verify": "always"', '"verify": "no"', "steps[0].verify: It is"],
    ['"readsBack": true', '"readsBack": 1', "steps[0].readsBack: It is"],
  ];
  for (const [from, to, sentence] of damage) {
    const text = savePlan(PLAN).replace(from, to);
    assertThrows(() => loadPlan(text), UsageError, sentence);
  }
});
