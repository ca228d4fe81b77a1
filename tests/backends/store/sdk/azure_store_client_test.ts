import { assertEquals, assertRejects } from "@std/assert";
import { parseUrl } from "../../../../backends/mod.ts";
import { readAzureSettings } from "../../../../backends/azure/azure_settings.ts";
import { azureStoreSettings } from "../../../../backends/azure/container_sas.ts";
import { AzureEndpoint } from "../../../../backends/reference/mod.ts";
import { openAzureStoreClient } from "../../../../backends/store/sdk/azure_store_client.ts";
import { ClientFailure } from "../../../../backends/store/sdk/store_client.ts";
import type { StoreSettings } from "../../../../ffi/mod.ts";
import { withScratch } from "../../_scratch.ts";
import { tryClient } from "./_client_cases.ts";

const PLACE = { endpoint: 0 };

async function withEndpoint(body: (settings: StoreSettings) => Promise<void>) {
  await withScratch(async (folder) => {
    await using endpoint = await AzureEndpoint.start({ folder });
    const target = {
      name: "azure",
      url: parseUrl(endpoint.targetUrl),
      settings: endpoint.settings,
    };
    const settings = readAzureSettings(target, () => undefined);
    await body(await azureStoreSettings(settings));
  });
}

async function statusOf(settings: StoreSettings): Promise<string> {
  const client = await openAzureStoreClient(settings, PLACE);
  const failure = await assertRejects(() => client.head("x"), ClientFailure);
  client.close();
  assertEquals(Deno.inspect(failure).includes("sig="), false);
  return failure.status;
}

Deno.test("openAzureStoreClient() does all that lanes ask for", async () => {
  await withEndpoint(async (settings) => {
    const client = await openAzureStoreClient(settings, PLACE);
    await tryClient(client);
    client.close();
  });
});

Deno.test("openAzureStoreClient() tells apart why it cannot", async () => {
  await withEndpoint(async (settings) => {
    const sas = settings.sas?.replace(/sig=[^&]*/, "sig=AAAA") ?? "";
    assertEquals(await statusOf({ ...settings, sas }), "HTTP_DENIED");
    const endpoints = ["http://127.0.0.1:1"];
    assertEquals(await statusOf({ ...settings, endpoints }), "HTTP_REFUSED");
  });
});
