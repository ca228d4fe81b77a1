import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../../backends/mod.ts";
import { KeptMemory } from "../../../../backends/store/sdk/kept_memory.ts";
import { LaneMemory } from "../../../../backends/store/sdk/lane_memory.ts";
import { ScriptGate } from "../../../../backends/store/sdk/script_gate.ts";
import { ScriptObjectLane } from "../../../../backends/store/sdk/script_object_lane.ts";
import { objectLaneSpec, objectSpec } from "../../../ffi/core_fixture.ts";
import { KeptColumns } from "../../../../ffi/mod.ts";
import { keptOperation } from "../../../_support/kept_operation.ts";
import { unitFinding } from "../../../_support/recording_fixture.ts";
import { storeSettings } from "../_store_core.ts";
import { FakePeer } from "./_script_peer.ts";

function makeLane() {
  const gate = new ScriptGate();
  const peer = new FakePeer();
  const closed: string[] = [];
  const lane = new ScriptObjectLane({
    url: "s3://b/p",
    gate,
    order: {
      spec: objectLaneSpec({ lane: 4 }),
      space: objectSpec(),
      settings: storeSettings(),
      corePath: "/core.so",
      statesBuffer: new SharedArrayBuffer(64),
    },
    hire: () => peer,
    onClose: () => closed.push("closed"),
  });
  return { lane, peer, gate, closed };
}

Deno.test("ScriptObjectLane orders its worker and starts it with its gate", () => {
  const { lane, peer, gate } = makeLane();
  assertEquals(peer.order().corePath, "/core.so");
  gate.open();
  assertEquals(peer.heard.length, 1);
  peer.say({ type: "ready" });
  assertEquals(peer.heard.at(-1), { type: "start" });
  lane.close();
});

Deno.test("ScriptObjectLane shows what the worker counts", () => {
  const { lane, peer } = makeLane();
  const memory = new LaneMemory(peer.order().laneBuffer);
  memory.add("get_ops", 7);
  memory.record("get", "service", { ns: 9, bucket: 9 });
  memory.recordSize("put", 100, { ns: 9, bucket: 9 });
  assertEquals(lane.counters().getOps, 7);
  assertEquals(lane.latency("get", "service").count, 1);
  assertEquals(lane.sizeClass("put", 0).bytes, 100);
  lane.close();
});

Deno.test("ScriptObjectLane tells each finding once, and how the lane ended", async () => {
  const { lane, peer } = makeLane();
  peer.say({ type: "findings", findings: [unitFinding({ unit: 3 })] });
  assertEquals(lane.findings().map(({ unit }) => unit), [3]);
  assertEquals(lane.findings(), []);
  peer.say({ type: "done", status: -1110 });
  assertEquals(await lane.join(), -1110);
  lane.close();
});

Deno.test("ScriptObjectLane stops by a word in shared memory", () => {
  const { lane, peer } = makeLane();
  const stop = new Int32Array(peer.order().stopBuffer);
  assertEquals(stop[0], 0);
  lane.stop();
  assertEquals(stop[0], 1);
  lane.close();
});

Deno.test("ScriptObjectLane.join() fails when the worker does, and names the lane", async () => {
  const failed = makeLane();
  failed.gate.open();
  failed.peer.say({ type: "failed", message: "no SDK" });
  const error = await assertRejects(() => failed.lane.join(), StorageError);
  assertEquals(error.message, 'Cannot end lane 4 on "s3://b/p": no SDK');
  failed.lane.close();
  const broken = makeLane();
  broken.peer.onerror?.(new ErrorEvent("error", { cancelable: true }));
  await assertRejects(() => broken.lane.join(), StorageError, "by itself");
  broken.lane.close();
});

Deno.test("ScriptObjectLane.close() ends the worker and leaves the gate, once", async () => {
  const { lane, peer, gate, closed } = makeLane();
  lane.close();
  lane.close();
  assertEquals([peer.isTerminated, closed.length], [true, 1]);
  gate.close();
  await assertRejects(() => lane.join(), StorageError, "closed");
});

Deno.test("ScriptObjectLane tells its worker to keep operations, and hands them over", () => {
  const { lane, peer } = makeLane();
  const columns = new KeptColumns(2);
  assertEquals([lane.takeKept(columns), columns.count], [0, 0]);
  lane.keep(64);
  const told = peer.heard.at(-1);
  assertEquals(told?.type, "keep");
  if (told?.type !== "keep") return;
  new KeptMemory(told.keptBuffer).add(keptOperation({ place: 8 }));
  assertEquals([lane.takeKept(columns), columns.count], [0, 1]);
  assertEquals(columns.places[0], 8n);
  lane.close();
});
