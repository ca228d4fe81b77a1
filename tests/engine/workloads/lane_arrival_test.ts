/** Promises of `engine/workloads/lane_arrival.ts`. */
import { assertEquals } from "@std/assert";
import { laneArrival } from "../../../engine/workloads/lane_arrival.ts";

Deno.test("laneArrival() closes the loop where no rate is asked for", () => {
  assertEquals(laneArrival({ lanes: 4 }, 3), { kind: "closed" });
});

Deno.test("laneArrival() lets lanes take turns within one gap", () => {
  const rate = { perSecond: 1000, arrival: "poisson" as const };
  assertEquals(laneArrival({ lanes: 4, rate }, 3), {
    kind: "poisson",
    intervalPs: 4e9,
    phaseNs: 3e6,
  });
});
