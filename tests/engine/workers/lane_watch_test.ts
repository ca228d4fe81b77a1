import { assertEquals } from "@std/assert";
import {
  emitFindings,
  watchLanes,
} from "../../../engine/workers/lane_watch.ts";
import type { Sample } from "../../../engine/workers/mod.ts";
import { SteadyWatch } from "../../../engine/workers/steady_watch.ts";
import { FakeClock } from "../../_support/fake_clock.ts";
import { FakeGate, FakeLane } from "../../_support/fake_lane.ts";
import { plannedLane } from "../../_support/plan_fixture.ts";
import { unitFinding } from "../../_support/recording_fixture.ts";

function watch(lanes: FakeLane[], signal = new AbortController().signal) {
  const samples: Sample[] = [];
  const gate = new FakeGate();
  gate.lanes.push(...lanes);
  return {
    samples,
    target: "local",
    step: "fill",
    openLoop: false,
    gate,
    lanes,
    clock: new FakeClock(),
    signal,
    hardSignal: new AbortController().signal,
    keyName: () => null,
    emit: (sample: Sample) => {
      samples.push(sample);
    },
  };
}

function lane(number: number): FakeLane {
  return new FakeLane({ ...plannedLane({ lane: number }), seed: 0n });
}

Deno.test("watchLanes() gives the statuses in the order of the lanes", async () => {
  const lanes = [lane(0), lane(1)];
  lanes[1]?.end(-5);
  lanes[0]?.end(0);
  assertEquals(await watchLanes(watch(lanes)), [0, -5]);
});

Deno.test("watchLanes() stops lanes at once when it was asked before", async () => {
  const stopped = watch([lane(0)], AbortSignal.abort());
  assertEquals(await watchLanes(stopped), [0]);
  assertEquals(stopped.gate.stops, 1);
});

Deno.test("emitFindings() empties every ring", () => {
  const lanes = [lane(0), lane(1)];
  lanes[0]?.pending.push(unitFinding());
  lanes[1]?.pending.push(unitFinding({ unit: 5 }));
  const watched = watch(lanes);

  emitFindings(watched);

  const sample = watched.samples[0];
  assertEquals(sample?.type === "step-findings" && sample.findings.length, 2);
  assertEquals(lanes.map(({ pending }) => pending.length), [0, 0]);
});

/** A lane that has left its warm-up and does `each()` more every tick. */
function working(each: (tick: number) => number, clock: FakeClock): FakeLane {
  const own = lane(0);
  let tick = 0;
  own.now = { startNs: 1, readOps: 0 };
  clock.onTick.push(() => {
    own.now = { ...own.now, readOps: (own.now.readOps ?? 0) + each(tick++) };
    if (tick === 200) own.end(0);
  });
  return own;
}

const STEADY = { windowNs: 3e9, slopePercent: 10, rangePercent: 20 };

Deno.test("watchLanes() ends lanes whose rate is steady, and no others", async () => {
  const even = watch([]);
  even.lanes.push(working(() => 10, even.clock));
  even.gate.lanes.push(...even.lanes);
  const steady = new SteadyWatch(STEADY, "rate");
  assertEquals(await watchLanes({ ...even, steady }), [0]);
  assertEquals(even.gate.stops, 1);
  assertEquals((steady.reached?.afterNs ?? 0) < 6e9, true);

  const rising = watch([]);
  rising.lanes.push(working((tick) => 10 * 1.05 ** tick, rising.clock));
  rising.gate.lanes.push(...rising.lanes);
  const never = new SteadyWatch(STEADY, "rate");
  assertEquals(await watchLanes({ ...rising, steady: never }), [0]);
  assertEquals([rising.gate.stops, never.reached], [0, null]);
});

Deno.test("watchLanes() does not count the warm-up as steady", async () => {
  const warming = watch([]);
  warming.lanes.push(working(() => 10, warming.clock));
  for (const one of warming.lanes) one.now = { startNs: 0, readOps: 0 };
  warming.gate.lanes.push(...warming.lanes);
  const steady = new SteadyWatch(STEADY, "rate");
  await watchLanes({ ...warming, steady });
  assertEquals(steady.reached, null);
});
