import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import {
  nativeStoreFace,
  settingsOf,
} from "../../../backends/store/native_face.ts";
import { spaceSpec } from "../_space_spec.ts";
import { objectSpec } from "../../ffi/core_fixture.ts";
import { CANARY, StoreCore, storeSettings } from "./_store_core.ts";

function facesOf(core: StoreCore, over: Parameters<typeof storeSettings>[0]) {
  const settings = storeSettings(over);
  return nativeStoreFace({ url: "s3://b/p", core, settings });
}

Deno.test("nativeStoreFace() names the client, and what the settings say", async () => {
  const { store, block } = facesOf(new StoreCore(), {
    endpoints: ["https://a", "https://b"],
    insecure: true,
    checksum: "crc64nvme",
  });
  assertEquals(await store.facts(), {
    client: "libcurl",
    clientVersion: "libcurl/7.88.1",
    endpoints: 2,
    isInsecure: true,
    checksum: "crc64nvme",
  });
  const { kind, io, direct } = await block.facts();
  assertEquals([kind, io, direct], ["store", ["http"], false]);
});

Deno.test("nativeStoreFace() opens spaces over a store of their own", async () => {
  const core = new StoreCore();
  const { store, block } = facesOf(core, {});
  const objects = await store.open(objectSpec());
  objects.close();
  const space = await block.open(spaceSpec({}));
  await space.close();
  const each = ["open store bucket", "close", "close store"];
  assertEquals(core.log, [...each, ...each]);
});

Deno.test("nativeStoreFace() leaves no store behind when a space fails", async () => {
  const core = new StoreCore();
  core.fails.set("openObjects", "ORACLE");
  core.fails.set("openStoreSpace", "BOUND");
  const { store, block } = facesOf(core, {});
  await assertRejects(() => store.open(objectSpec()), StorageError, "oracle");
  await assertRejects(() => block.open(spaceSpec({})), StorageError);
  const each = ["open store bucket", "close store"];
  assertEquals(core.log, [...each, ...each]);
});

Deno.test("nativeStoreFace() refuses beforehand what libcurl cannot do", async () => {
  const lacks: [Parameters<typeof storeSettings>[0], string][] = [
    [{}, "cannot sign"],
    [{ kind: "az", endpoints: ["https://x"] }, "no TLS"],
    [{ kind: "az", httpVersion: 2 }, "no HTTP/2"],
  ];
  for (const [over, words] of lacks) {
    const core = new StoreCore();
    core.probe = { version: "libcurl/7.60.0", features: new Set() };
    const { store, block } = facesOf(core, over);
    for (
      const call of [
        () => store.facts(),
        () => block.facts(),
        () => store.open(objectSpec()),
      ]
    ) {
      const error = await assertRejects(call, StorageError, words);
      assertEquals(error.kind, "Unsupported");
    }
    assertEquals(core.log, []);
  }
});

Deno.test("nativeStoreFace() names the way out where there is no libcurl", async () => {
  const core = new StoreCore();
  core.probe = null;
  await assertRejects(
    () => facesOf(core, {}).store.facts(),
    StorageError,
    "install libcurl4, or set client: sdk",
  );
});

Deno.test("nativeStoreFace() shows a secret in no failure", async () => {
  for (const call of ["openStore", "openObjects", "httpProbe"]) {
    const core = new StoreCore();
    core.fails.set(call, "LAYOUT");
    const error = await assertRejects(
      () => facesOf(core, {}).store.open(objectSpec()),
      StorageError,
    );
    assertEquals(Deno.inspect(error).includes(CANARY), false);
  }
});

Deno.test("settingsOf() asks for fresh settings each time they are a function", async () => {
  let asked = 0;
  const settings = () => {
    asked++;
    return Promise.resolve(storeSettings({ bucket: `b${asked}` }));
  };
  assertEquals((await settingsOf({ settings })).bucket, "b1");
  assertEquals((await settingsOf({ settings })).bucket, "b2");
  const fixed = storeSettings();
  assertEquals(await settingsOf({ settings: fixed }), fixed);
});
