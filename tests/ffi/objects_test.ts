import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { objectLaneSpec, objectSpec, storeSettings } from "./core_fixture.ts";

Deno.test("openObjects() needs no server, and names and sizes every key", async () => {
  using core = loadCore();
  using store = core.openStore(storeSettings());
  using objects = await core.openObjects(store, objectSpec());
  assertEquals(objects.key(3), "sv-test/0000000003");
  assertEquals(objects.sizeBytes(3, 1), 10_000);
  assertThrows(() => objects.key(4), CoreError, "key 4");
  const { keys, keysNever, keysLive, bytesLive } = objects.facts();
  assertEquals([keys, keysNever, keysLive, bytesLive], [4, 4, 0, 0]);
});

Deno.test("CoreObjects draws sizes from the spec, the same each time", async () => {
  using core = loadCore();
  using store = core.openStore(storeSettings());
  const sizes = { kind: "uniform", minBytes: 100, maxBytes: 200 } as const; // its own type
  using objects = await core.openObjects(store, objectSpec({ sizes }));
  using again = await core.openObjects(store, objectSpec({ sizes }));
  const seen = new Set<number>();
  for (let generation = 1; generation <= 200; generation++) {
    const sizeBytes = objects.sizeBytes(2, generation);
    assert(sizeBytes >= 100 && sizeBytes <= 200, `${sizeBytes} bytes`);
    assertEquals(again.sizeBytes(2, generation), sizeBytes);
    seen.add(sizeBytes);
  }
  assert(seen.size > 50, `${seen.size} sizes`);
});

Deno.test("CoreObjects spreads the keys of a tree over its folders", async () => {
  using core = loadCore();
  using store = core.openStore(storeSettings());
  const keyStyle = { kind: "tree", width: 4 } as const; // as its own type
  const spec = objectSpec({ keyStyle, keyCount: 200 });
  using objects = await core.openObjects(store, spec);
  const keys = Array.from({ length: 200 }, (_, index) => objects.key(index));
  assertEquals(new Set(keys).size, 200);
  for (const key of keys) assert(/^sv-test\/\d{4}\/\d{4}\/\d{10}$/.test(key));
  assertEquals(new Set(keys.map((key) => key.slice(0, 18))).size, 16);
});

Deno.test("openObjects() keeps an oracle, and gives it to one at a time", async () => {
  const folder = await Deno.makeTempDir();
  try {
    using core = loadCore();
    using store = core.openStore(storeSettings());
    const spec = objectSpec({ oraclePath: `${folder}/oracle` });
    const objects = await core.openObjects(store, spec);
    const recover = { ...spec, mode: "recover" } as const; // as its own type
    await assertRejects(() => core.openObjects(store, recover), CoreError);
    objects.close();
    (await core.openObjects(store, recover)).close();
    const error = await assertRejects(
      () => core.openObjects(store, spec),
      CoreError,
      "oracle",
    );
    assertEquals(error.statusName, "NOT_EMPTY");
    const other = { ...recover, runId: 7n };
    await assertRejects(
      () => core.openObjects(store, other),
      CoreError,
      "(ORACLE)",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("CoreObjects keeps its store, and lanes keep it", async () => {
  using core = loadCore();
  const store = core.openStore(storeSettings());
  const objects = await core.openObjects(store, objectSpec());
  assertThrows(() => store.close(), CoreError, "1 spaces are open");
  if (core.httpProbe() !== null) {
    using gate = objects.gate();
    using _lane = objects.lane(gate, objectLaneSpec());
    assertThrows(() => objects.close(), CoreError);
  }
  objects.close();
  objects.close();
  store.close();
  assertThrows(() => objects.key(0), CoreError, "closed");
});
