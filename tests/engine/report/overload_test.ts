import { assertEquals } from "@std/assert";
import { overloadOf } from "../../../engine/report/overload.ts";
import { plannedLane, plannedStep } from "../../_support/plan_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import { interval, stepRecording } from "../../_support/report_fixture.ts";

/** 1000 operations a second were offered for ten seconds. */
function open(kind: "constant" | "poisson" = "constant") {
  return plannedStep({
    openLoop: true,
    lanes: [
      plannedLane({ arrival: { kind, intervalPs: 1e9, phaseNs: 0 } }),
    ],
  });
}

function done(readOps: number, backlogs: number[] = []) {
  return stepRecording({
    intervals: backlogs.map((backlog) => interval({ backlog })),
    lanes: [{
      lane: 0,
      status: 0,
      counters: laneCounters({ startNs: 1e9, endNs: 11e9, readOps }),
    }],
  });
}

Deno.test("overloadOf() compares what was achieved with what was offered", () => {
  const kept = overloadOf(done(9_900), open());
  assertEquals(kept?.offeredPerSecond, 1000);
  assertEquals(kept?.achievedPerSecond, 990);
  assertEquals(kept?.isOverloaded, false);
  assertEquals(overloadOf(done(9_700), open())?.isOverloaded, true);
});

Deno.test("overloadOf() does not take one hiccup of a short step for it", () => {
  const short = (readOps: number) =>
    stepRecording({
      intervals: [],
      lanes: [{
        lane: 0,
        status: 0,
        counters: laneCounters({ startNs: 1e9, endNs: 2e9, readOps }),
      }],
    });
  assertEquals(overloadOf(short(950), open())?.isOverloaded, false);
  assertEquals(overloadOf(short(850), open())?.isOverloaded, true);
});

Deno.test("overloadOf() does not blame the storage for chance", () => {
  assertEquals(overloadOf(done(9_700), open("poisson"))?.isOverloaded, false);
  assertEquals(overloadOf(done(9_000), open("poisson"))?.isOverloaded, true);
});

Deno.test("overloadOf() sees a backlog that grows to the end", () => {
  const growing = done(10_000, [10, 100, 200, 300, 0]);
  const passing = done(10_000, [10, 300, 300, 20, 0]);
  assertEquals(overloadOf(growing, open())?.isOverloaded, true);
  assertEquals(overloadOf(passing, open())?.isOverloaded, false);
});

Deno.test("overloadOf() is null in a closed loop", () => {
  assertEquals(overloadOf(done(1), plannedStep()), null);
});
