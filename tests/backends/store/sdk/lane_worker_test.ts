import { assertEquals } from "@std/assert";
import { S3Endpoint } from "../../../../backends/reference/mod.ts";
import {
  KEY_STATE_BYTES,
  KeyStates,
} from "../../../../backends/store/sdk/key_states.ts";
import {
  laneBuffer,
  LaneMemory,
} from "../../../../backends/store/sdk/lane_memory.ts";
import { FirstEnd } from "../../../../backends/store/sdk/first_end.ts";
import { serveLane } from "../../../../backends/store/sdk/lane_worker.ts";
import type {
  FromLane,
  LaneOrder,
  ToLane,
} from "../../../../backends/store/sdk/worker_message.ts";
import { loadCore } from "../../../../ffi/mod.ts";
import { objectLaneSpec, objectSpec } from "../../../ffi/core_fixture.ts";
import { withScratch } from "../../_scratch.ts";
import { CANARY, storeSettings } from "../_store_core.ts";

/** Serves a lane on this thread; gives all that it said. */
async function serve(over: Partial<LaneOrder>): Promise<FromLane[]> {
  using core = loadCore();
  const said: FromLane[] = [];
  let tell: (event: MessageEvent<ToLane>) => void = () => {};
  const send = (data: ToLane) => tell(new MessageEvent("message", { data }));
  let isClosed = false;
  const served = serveLane({
    postMessage: (message) => {
      said.push(message);
      if (message.type === "ready") send({ type: "start" });
    },
    addEventListener: (_, listener) => tell = listener,
    close: () => isClosed = true,
  });
  const space = objectSpec();
  send({
    type: "make",
    ...{ spec: objectLaneSpec(), space, settings: storeSettings() },
    corePath: core.path,
    laneBuffer: laneBuffer(),
    statesBuffer: new SharedArrayBuffer(space.keyCount * KEY_STATE_BYTES),
    stopBuffer: new SharedArrayBuffer(4),
    firstEndBuffer: FirstEnd.buffer(),
    ...over,
  });
  await served;
  assertEquals(isClosed, true);
  return said;
}

Deno.test("serveLane() runs a lane from its order to its end", async () => {
  await withScratch(async (folder) => {
    await using endpoint = await S3Endpoint.start({
      ...{ folder, bucket: "bucket", accessKey: "key", secretKey: CANARY },
    });
    const buffer = laneBuffer();
    const statesBuffer = new SharedArrayBuffer(4 * KEY_STATE_BYTES);
    const said = await serve({
      ...{ laneBuffer: buffer, statesBuffer },
      settings: storeSettings({ endpoints: [endpoint.url] }),
    });
    assertEquals(said, [{ type: "ready" }, { type: "done", status: 0 }]);
    const { putOps, connectionsNew } = new LaneMemory(buffer).counters();
    assertEquals([putOps, connectionsNew], [4, 1]);
    assertEquals(new KeyStates(statesBuffer).isLive(3), true);
  });
});

Deno.test("serveLane() tells why it cannot, without a secret", async () => {
  const [first, ...others] = await serve({ corePath: "/no/such/core.so" });
  assertEquals([first?.type, others.length], ["failed", 0]);
  const settings = storeSettings({ caFile: "/no/such", secretKey: CANARY });
  const said = await serve({ settings });
  assertEquals(said.at(-1)?.type, "failed");
  assertEquals(JSON.stringify([first, said]).includes(CANARY), false);
});

Deno.test("serveLane() ends with a status where the store refuses", async () => {
  const endpoints = ["http://127.0.0.1:1"];
  const said = await serve({ settings: storeSettings({ endpoints }) });
  assertEquals(said.at(-1), { type: "done", status: -1101 });
});
