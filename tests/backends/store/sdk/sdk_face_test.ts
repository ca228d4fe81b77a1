import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../../backends/mod.ts";
import { sdkStoreFace } from "../../../../backends/store/sdk/sdk_face.ts";
import type { StoreSettings } from "../../../../ffi/mod.ts";
import { objectSpec } from "../../../ffi/core_fixture.ts";
import { withScratch } from "../../_scratch.ts";
import { storeSettings } from "../_store_core.ts";

function faceOf(over: Partial<StoreSettings> = {}, log: string[] = []) {
  return sdkStoreFace({
    url: "s3://b/p",
    core: {
      path: "/core.so",
      openStore: () => ({ close: () => log.push("store") }),
      openObjects: () =>
        Promise.resolve({
          key: (index: number) => `k${index}`,
          sizeBytes: () => 1,
          close: () => log.push("objects"),
        }),
    },
    settings: storeSettings(over),
    clientVersion: "@aws-sdk/client-s3 3.0.0",
  });
}

Deno.test("sdkStoreFace() names the SDK, and what the settings say", async () => {
  const settings = { endpoints: ["http://a", "http://b"], insecure: true };
  assertEquals(await faceOf(settings).facts(), {
    client: "sdk",
    clientVersion: "@aws-sdk/client-s3 3.0.0",
    endpoints: 2,
    isInsecure: true,
    isPlain: true,
    checksum: "none",
  });
});

Deno.test("sdkStoreFace() opens a space and leaves nothing when it fails", async () => {
  await withScratch(async (folder) => {
    const log: string[] = [];
    const face = faceOf({}, log);
    const spec = objectSpec({ oraclePath: `${folder}/oracle` });
    const space = await face.open(spec);
    assertEquals(space.key(2), "k2");
    space.close();
    assertEquals(log, ["objects", "store"]);
    const error = await assertRejects(() => face.open(spec), StorageError);
    assertEquals(error.kind, "AlreadyExists");
    assertEquals(log.length, 4);
  });
});
