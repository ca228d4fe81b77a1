import { assertEquals } from "@std/assert";
import {
  emitFindings,
  watchLanes,
} from "../../../engine/workers/lane_watch.ts";
import type { Sample } from "../../../engine/workers/mod.ts";
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
