import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import {
  StoreObjects,
  StoreSpace,
} from "../../../backends/store/store_spaces.ts";
import { assertKind } from "../_rejects.ts";
import { spaceSpec } from "../_space_spec.ts";
import { laneSpec, objectLaneSpec } from "../../ffi/core_fixture.ts";
import { objectSpec } from "../../ffi/core_fixture.ts";
import { StoreCore, storeSettings } from "./_store_core.ts";

const URL = "s3://b/p";
const ENDPOINTS = ["http://a:1", "http://b:2"];

async function objectsOf(core: StoreCore) {
  const store = core.openStore(storeSettings());
  const inner = await core.openObjects(store, objectSpec());
  return new StoreObjects({ url: URL, inner, store, endpoints: ENDPOINTS });
}

async function spaceOf(core: StoreCore) {
  const store = core.openStore(storeSettings());
  const inner = await core.openStoreSpace(store, { spec: spaceSpec({}) });
  return new StoreSpace({ url: URL, inner, store, endpoints: ENDPOINTS });
}

Deno.test("StoreObjects passes calls on and closes its store after itself", async () => {
  const core = new StoreCore();
  const objects = await objectsOf(core);
  assertEquals(objects.key(3), "sv-test/3");
  assertEquals(objects.spec.keyCount, 4);
  objects.gate();
  objects.close();
  assertEquals(core.log.slice(-3), ["gate", "close", "close store"]);
});

Deno.test("StoreObjects and StoreSpace name endpoints as the core chooses them", async () => {
  const objects = await objectsOf(new StoreCore());
  const space = await spaceOf(new StoreCore());
  const of = (over: typeof objects | typeof space) =>
    [0, 1, 5].map((number) => over.endpoint(number));
  assertEquals(of(objects), ["http://a:1", "http://b:2", "http://b:2"]);
  assertEquals(of(space), of(objects));
});

Deno.test("StoreObjects words whatever fails, and names the target", async () => {
  const core = new StoreCore();
  const objects = await objectsOf(core);
  core.fails.set("gate", "ENOMEM");
  core.fails.set("key", "BOUND");
  const gate = { open: () => {}, stop: () => {}, close: () => {} };
  for (
    const call of [
      () => objects.gate(),
      () => objects.key(9),
      () => objects.facts(),
      () => objects.lane(gate, objectLaneSpec({ lane: 7 })),
    ]
  ) {
    const error = assertThrows(call, StorageError);
    assertEquals(error.message.includes(`"${URL}"`), true, error.message);
  }
});

Deno.test("StoreSpace does the same for offsets", async () => {
  const core = new StoreCore();
  const space = await spaceOf(core);
  space.gate();
  core.fails.set("sync", "HTTP_RESET");
  await assertKind(() => space.sync(), "Unavailable");
  const gate = { open: () => {}, stop: () => {}, close: () => {} };
  const error = assertThrows(
    () => space.lane(gate, laneSpec({ lane: 2 })),
    StorageError,
    "lane 2",
  );
  assertEquals(error.operation, "lane");
  assertThrows(() => space.facts(), StorageError);
  await space.close();
  assertEquals(core.log.slice(-2), ["close", "close store"]);
});

Deno.test("StoreSpace keeps its store while it cannot be closed itself", async () => {
  const core = new StoreCore();
  const space = await spaceOf(core);
  core.fails.set("close", "STATE");
  await assertRejects(async () => await space.close(), StorageError);
  assertEquals(core.log.includes("close store"), false);
});
