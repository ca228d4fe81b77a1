import { assertEquals } from "@std/assert";
import {
  laneBuffer,
  LaneMemory,
} from "../../../../backends/store/sdk/lane_memory.ts";

Deno.test("LaneMemory shows on one side what the other side adds", () => {
  const buffer = laneBuffer();
  const lane = new LaneMemory(buffer);
  const watcher = new LaneMemory(buffer);
  lane.add("get_ops", 3);
  lane.add("in_flight");
  lane.add("in_flight", -1);
  lane.set("seek_seed", (1n << 63n) + 1n);
  const { getOps, inFlight, putOps } = watcher.counters();
  assertEquals([getOps, inFlight, putOps], [3, 0, 0]);
  assertEquals(watcher.get("get_ops"), 3);
});

Deno.test("LaneMemory.latency() has each sample in its bucket", () => {
  const lane = new LaneMemory(laneBuffer());
  assertEquals(lane.latency("get", "service"), {
    ...{ counts: new BigUint64Array(0), count: 0, sumNs: 0 },
    ...{ minNs: null, maxNs: 0, over: 0 },
  });
  lane.record("get", "service", { ns: 700, bucket: 700 });
  lane.record("get", "service", { ns: 500, bucket: 500 });
  lane.record("get", "service", { ns: 900, bucket: null });
  lane.record("get", "first-byte", { ns: 100, bucket: 100 });
  const { counts, ...facts } = lane.latency("get", "service");
  assertEquals(facts, {
    ...{ count: 2, sumNs: 1200, minNs: 500, maxNs: 900, over: 1 },
  });
  assertEquals([counts[500], counts[700], counts[701]], [1n, 1n, 0n]);
  assertEquals(lane.latency("get", "first-byte").count, 1);
  assertEquals(lane.latency("put", "service").count, 0);
});

Deno.test("LaneMemory.sizeClass() sorts samples by the size of the object", () => {
  const lane = new LaneMemory(laneBuffer());
  const sample = { ns: 5, bucket: 5 };
  lane.recordSize("get", 4096, sample);
  lane.recordSize("get", 4097, sample);
  lane.recordSize("get", 2 ** 40, sample);
  lane.recordSize("put", 0, sample);
  const rows = [0, 1, 2, 7].map((index) => {
    const { latency, bytes } = lane.sizeClass("get", index);
    return [latency.count, bytes];
  });
  assertEquals(rows, [[1, 4096], [1, 4097], [0, 0], [1, 2 ** 40]]);
  assertEquals(lane.sizeClass("put", 0).latency.count, 1);
});
