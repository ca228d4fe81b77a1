import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type LoaderBody,
  LoaderLanes,
} from "../../../../engine/workloads/loader/loader_lanes.ts";
import { laneCounters } from "../../../_support/recording_fixture.ts";

function lanesOf(body: LoaderBody) {
  return new LoaderLanes({
    count: 1,
    body,
    counters: () => laneCounters(),
    nowNs: () => 5,
    isWorld: (error) => error instanceof RangeError,
  });
}

Deno.test("LoaderLanes count as lanes of the core do", async () => {
  const lanes = lanesOf(([lane]) => {
    lane?.done("read", 100, 7);
    lane?.cover("Compared", 100);
    return Promise.resolve();
  });
  lanes.open();
  const [lane] = lanes.lanes;
  assertEquals(await lane?.join(), 0);
  const now = lane?.counters();
  assertEquals([now?.readOps, now?.readBytes, now?.unitsCompared], [
    ...[1, 100, 100],
  ]);
  assertEquals([now?.startNs, now?.endNs], [5, 5]);
  assertEquals(lane?.latency("read", "service").count, 1);
});

Deno.test("LoaderLanes keep what the world failed with, and pass bugs on", async () => {
  const world = lanesOf(() => Promise.reject(new RangeError("full")));
  world.open();
  await world.lanes[0]?.join();
  assertThrows(() => world.throwIfFailed(), RangeError, "full");
  const bug = lanesOf(() => Promise.reject(new TypeError("bug")));
  bug.open();
  await assertRejects(async () => await bug.lanes[0]?.join(), TypeError);
});

Deno.test("LoaderLanes that were never let go end with their gate", async () => {
  const lanes = lanesOf(() => Promise.reject(new Error("must not run")));
  lanes.stop();
  assertEquals(await lanes.lanes[0]?.join(), 0);
});
