import { assertEquals } from "@std/assert";
import { openAzureClient } from "../../../backends/azure/azure_client.ts";
import { Secret } from "../../../backends/mod.ts";
import { assertKind } from "../_rejects.ts";
import { bytesOf, withAzure } from "./_reference.ts";

Deno.test("openAzureClient() signs the headers that a call adds", async () => {
  await withAzure(async ({ backend, client }) => {
    await backend.put("k", bytesOf("1"));
    const blob = client.blob("p/k", { "x-ms-range": "bytes=0-0" });
    const { contentRange } = await blob.download();
    assertEquals(contentRange, "bytes 0-0/1");
  });
});

Deno.test("openAzureClient() makes a source that the service may read", async () => {
  await withAzure(async ({ backend, client, endpoint }, open) => {
    await backend.put("k", bytesOf("1"));
    const { url } = await client.copySource("p/k");
    const response = await fetch(url, {
      headers: { "x-ms-version": "2021-12-02" },
    });
    assertEquals(await response.text(), "1");
    const bearer = await open({
      endpoint: String(endpoint.settings["endpoint"]),
      bearerToken: new Secret("t-1"),
    });
    const source = await bearer.client.copySource("p/k");
    assertEquals(source.authorization, { scheme: "Bearer", value: "t-1" });
    assertEquals(source.url.includes("?"), false);
  });
});

Deno.test("openAzureClient() refuses a certificate that is not there", async () => {
  await withAzure(async ({ settings }) => {
    const caFile = "/nowhere/ca.pem";
    const open = () => openAzureClient({ ...settings, caFile });
    await assertKind(open, "NotFound");
  });
});
