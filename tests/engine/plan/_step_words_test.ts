/** Promises of `engine/plan/_step_words.ts`. */
import { assertEquals } from "@std/assert";
import {
  arrivalText,
  limitText,
  plural,
} from "../../../engine/plan/_step_words.ts";
import {
  plannedObjectLane,
  plannedObjectStep,
} from "../../_support/object_plan_fixture.ts";
import { plannedLane, plannedStep } from "../../_support/plan_fixture.ts";

Deno.test("arrivalText() tells the rate of all lanes together", () => {
  const arrival = { kind: "poisson", intervalPs: 4e9, phaseNs: 0 } as const;
  const lane = plannedObjectLane({ arrival });
  const step = plannedObjectStep({ lanes: [lane, lane] });
  assertEquals(
    arrivalText(step, lane),
    "open loop at 500/s with Poisson arrivals",
  );
  assertEquals(arrivalText(plannedStep(), plannedLane()), "closed loop");
});

Deno.test("limitText() adds up what lanes may do, and names what ends it", () => {
  const lane = plannedObjectLane({
    limitOps: 50,
    limitBytes: 512,
    limitNs: 2e9,
    warmupNs: 1e9,
  });
  const step = plannedObjectStep({ lanes: [lane, lane] });
  assertEquals(
    limitText(step, lane),
    "1 KiB or 100 operations or 2 s after 1 s of warm-up",
  );
});

Deno.test("limitText() says that a steady step may end before", () => {
  const steadyState = { windowNs: 10e9, slopePercent: 5, rangePercent: 20 };
  const lane = plannedLane({ limitBytes: 1024, limitNs: 30e9 });
  assertEquals(
    limitText(plannedStep({ lanes: [lane], steadyState }), lane),
    "1 KiB or 30 s, or once it is steady: 10 s with a slope of at most 5 % " +
      "and a range of at most 20 %",
  );
});

Deno.test("plural() leaves one alone", () => {
  assertEquals([plural(1, "lane"), plural(2000, "key")], [
    "1 lane",
    "2,000 keys",
  ]);
});
