import { assertEquals, assertRejects } from "@std/assert";
import { openAzure, SDK_VERSION } from "../../../backends/azure/open_azure.ts";
import { parseUrl, TargetsError } from "../../../backends/mod.ts";
import { DiskCore } from "../_disk_core.ts";

Deno.test("openAzure() opens with both faces and touches no network", async () => {
  const target = {
    name: "t",
    url: parseUrl("az://box/p"),
    settings: { endpoint: "http://127.0.0.1:1/acct", anonymous: true },
  };
  const backend = await openAzure(target, { core: new DiskCore() });
  assertEquals(backend.url, "az://box/p");
  assertEquals(backend.keyBytesMax, 1022);
  assertEquals(backend.capabilities.has("load"), backend.store !== undefined);
  assertEquals(backend.capabilities.has("block"), backend.block !== undefined);
  await backend.close();
});

Deno.test("openAzure() names the SDK that deno.json pins", () => {
  const config = new URL("../../../deno.json", import.meta.url);
  const text = Deno.readTextFileSync(config);
  assertEquals(
    text.includes(`"npm:@azure/storage-blob@${SDK_VERSION}"`),
    true,
  );
});

Deno.test("openAzure() tells a person's mistakes as such", async () => {
  const target = {
    name: "t",
    url: parseUrl("az://box"),
    settings: { endpoint: "nowhere", anonymous: true },
  };
  await assertRejects(
    () => openAzure(target, { core: new DiskCore() }),
    TargetsError,
  );
});
