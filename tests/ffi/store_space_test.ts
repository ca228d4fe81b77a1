import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { spaceSpec, storeSettings } from "./core_fixture.ts";

const REQUEST = {
  spec: spaceSpec({ objectBytes: 4096, mode: "create" }),
  objectIds: [9n],
};

Deno.test("openStoreSpace() needs no server, and knows what was written", async () => {
  using core = loadCore();
  using store = core.openStore(storeSettings());
  await using space = await core.openStoreSpace(store, REQUEST);
  const { units, unitsWritten } = space.facts();
  assertEquals([units, unitsWritten], [64, 0]);
  assertEquals(space.spec.objectBytes, 4096);
});

Deno.test("openStoreSpace() keeps its store open until it is closed", async () => {
  using core = loadCore();
  const store = core.openStore(storeSettings());
  const space = await core.openStoreSpace(store, REQUEST);
  assertThrows(() => store.close(), CoreError, "1 spaces are open");
  await space.close();
  await space.close();
  store.close();
  await assertRejects(
    () => core.openStoreSpace(store, REQUEST),
    CoreError,
    "store is closed",
  );
});

Deno.test("openStoreSpace() lets go of the store when the core refuses", async () => {
  using core = loadCore();
  using store = core.openStore(storeSettings());
  const spec = spaceSpec({ objectBytes: 1000 });
  await assertRejects(
    () => core.openStoreSpace(store, { ...REQUEST, spec }),
    CoreError,
  );
  await assertRejects(
    () => core.openStoreSpace(store, { ...REQUEST, objectIds: [] }),
    CoreError,
    "open space over the store",
  );
});
