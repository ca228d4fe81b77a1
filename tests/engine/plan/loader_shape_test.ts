import { assertEquals } from "@std/assert";
import { LOADER_STEP, SAMPLES } from "../../../engine/plan/loader_shape.ts";
import { shapeFault } from "../../../engine/plan/shape.ts";
import { loaderStep, plannedSamples } from "../../_support/loader_fixture.ts";

Deno.test("LOADER_STEP and SAMPLES fit what planning decides, and miss each part", () => {
  for (
    const [value, shape] of [
      [loaderStep(), LOADER_STEP],
      [plannedSamples(), SAMPLES],
    ] as const
  ) {
    assertEquals(shapeFault(value, shape), null);
    for (const key of Object.keys(value)) {
      const rest = Object.fromEntries(
        Object.entries(value).filter(([name]) => name !== key),
      );
      assertEquals(shapeFault(rest, shape)?.path, key);
    }
  }
});
