import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type LoaderBody,
  LoaderLanes,
} from "../../../../engine/workloads/loader/loader_lanes.ts";
import { KeptColumns } from "../../../../ffi/kept_columns.ts";
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
    lane?.begun("read", 3).done(100);
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

Deno.test("LoaderLanes keep operations where they are asked to, as many as fit", async () => {
  const full = Object.assign(new Error("full"), { kind: "NoSpace" });
  full.name = "StorageError";
  const lanes = lanesOf(([lane]) => {
    lane?.begun("read", 3, 512).done(100);
    lane?.begun("write", 4).failed(full);
    lane?.begun("write", 5).done(1);
    return Promise.resolve();
  });
  const [lane] = lanes.lanes;
  lane?.keep(2);
  lanes.open();
  await lane?.join();
  const columns = new KeptColumns(1);
  assertEquals(lane?.takeKept(columns), 1);
  const row = () => [
    ...[columns.ops[0], columns.statuses[0], columns.attempts[0]],
    ...[columns.places[0], columns.offsets[0], columns.lengths[0]].map(Number),
  ];
  assertEquals(row(), [0, 0, 1, 3, 512, 100]);
  columns.count = 0;
  lane?.takeKept(columns);
  assertEquals(row(), [1, -28, 1, 4, 0, 0]);
  columns.count = 0;
  lane?.takeKept(columns);
  assertEquals(columns.count, 0);
});

Deno.test("LoaderLanes that nobody asks keep nothing", async () => {
  const lanes = lanesOf(([lane]) => {
    lane?.begun("read", 3).done(100);
    return Promise.resolve();
  });
  lanes.open();
  await lanes.lanes[0]?.join();
  const columns = new KeptColumns(1);
  assertEquals([lanes.lanes[0]?.takeKept(columns), columns.count], [0, 0]);
});
