/** Promises of `engine/plan/object_shape.ts`, on plans as they are made. */
import { assertEquals } from "@std/assert";
import { OBJECT_STEP, OBJECTS } from "../../../engine/plan/object_shape.ts";
import { shapeFault } from "../../../engine/plan/shape.ts";
import {
  plannedObjects,
  plannedObjectStep,
} from "../../_support/object_plan_fixture.ts";

Deno.test("OBJECTS and OBJECT_STEP fit what planning decides", () => {
  assertEquals(shapeFault(plannedObjects(), OBJECTS), null);
  assertEquals(shapeFault(plannedObjectStep(), OBJECT_STEP), null);
});

Deno.test("OBJECTS and OBJECT_STEP miss each part that is taken away", () => {
  const parts = [
    [plannedObjects(), OBJECTS],
    [plannedObjectStep(), OBJECT_STEP],
  ] as const;
  for (const [whole, shape] of parts) {
    for (const name of Object.keys(whole)) {
      const cut = Object.entries(whole).filter(([key]) => key !== name);
      const fault = shapeFault(Object.fromEntries(cut), shape);
      assertEquals(fault?.path, name);
    }
  }
});
