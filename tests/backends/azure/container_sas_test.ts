import { assertEquals } from "@std/assert";
import {
  azureStoreSettings,
  containerSas,
} from "../../../backends/azure/container_sas.ts";
import { Secret } from "../../../backends/mod.ts";
import { bytesOf, withAzure } from "./_reference.ts";

Deno.test("containerSas() makes of a key what reads, writes and lists", async () => {
  await withAzure(async ({ endpoint, settings }, open) => {
    const sas = await containerSas(settings);
    const query = new URLSearchParams(sas);
    assertEquals([query.get("sr"), query.get("sp")], ["c", "racwdl"]);
    const { backend } = await open({
      endpoint: String(endpoint.settings["endpoint"]),
      sasToken: new Secret(`?${sas}`),
    });
    await backend.put("k", bytesOf("1"));
    await backend.copy("k", "l");
    assertEquals(await backend.get("l"), bytesOf("1"));
    assertEquals((await backend.list()).objects.length, 2);
    await backend.delete("k");
  });
});

Deno.test("azureStoreSettings() hands lanes no key", async () => {
  await withAzure(async ({ endpoint, settings }) => {
    const store = await azureStoreSettings(settings);
    const { sas = "", ...rest } = store;
    assertEquals(rest, {
      kind: "az",
      endpoints: [endpoint.url],
      bucket: "devstoreaccount1/scratch",
      prefix: "p/",
      pathStyle: true,
      insecure: false,
      connectTimeoutMs: 10_000,
      stallTimeoutMs: 30_000,
      checksum: "none",
      httpVersion: 1,
    });
    const key = String(endpoint.settings["accountKey"]);
    assertEquals(JSON.stringify(store).includes(key), false);
    const path = `${store.endpoints[0]}/${store.bucket}/p/none?${sas}`;
    const response = await fetch(path, {
      headers: { "x-ms-version": "2021-12-02" },
    });
    await response.body?.cancel();
    assertEquals(response.status, 404);
  });
});

Deno.test("azureStoreSettings() passes a token of the moment on", async () => {
  await withAzure(async ({ endpoint }, open) => {
    const { settings, client } = await open({
      endpoint: String(endpoint.settings["endpoint"]),
      bearerToken: new Secret("t-1"),
    });
    const store = await azureStoreSettings(settings, client.token);
    assertEquals([store.bearer, store.sas], ["t-1", undefined]);
  });
});
