import { assertEquals } from "@std/assert";
import { openAzureClient } from "../../../backends/azure/azure_client.ts";
import { readAzureSettings } from "../../../backends/azure/azure_settings.ts";
import { parseUrl, Secret } from "../../../backends/mod.ts";
import { HttpServer } from "../../../backends/reference/http/http_server.ts";
import { assertKind } from "../_rejects.ts";
import { hasOpenssl, withTlsServer } from "../_tls_server.ts";
import { bytesOf, targetSettings, withAzure } from "./_reference.ts";

Deno.test("openAzureClient() signs the headers that a call adds", async () => {
  await withAzure(async ({ backend, client }) => {
    await backend.put("k", bytesOf("1"));
    const blob = client.blob("p/k", { "x-ms-range": "bytes=0-0" });
    const answer = await blob.download(0, undefined, { maxRetryRequests: 0 });
    assertEquals(answer.contentRange, "bytes 0-0/1");
    const chunks = await Array.fromAsync(answer.readableStreamBody ?? []);
    assertEquals(chunks.length, 1);
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

Deno.test({
  name:
    "openAzureClient() trusts the named authority, anybody if told, or none",
  ignore: !hasOpenssl(),
  fn: () =>
    withTlsServer(async ({ folder, caFile }) => {
      const tls = {
        cert: await Deno.readTextFile(`${folder}/leaf.pem`),
        key: await Deno.readTextFile(`${folder}/leaf.key`),
      };
      await withAzure(async ({ endpoint }, open) => {
        const given = targetSettings(endpoint);
        const unknown = await open(given);
        const list = () => unknown.backend.list();
        const error = await assertKind(list, "Unavailable");
        assertEquals(error.message.includes("caFile"), true, error.message);
        for (const trust of [{ caFile }, { insecure: true }]) {
          const { backend } = await open({ ...given, ...trust });
          await backend.put("k", bytesOf("1"));
          assertEquals(await backend.get("k"), bytesOf("1"));
        }
      }, { tls });
    }),
});

Deno.test("openAzureClient() asks the authority for the token of a principal", async () => {
  let asked = 0;
  await using authority = new HttpServer({
    onRequest: async ({ body }) => {
      for await (const _ of body);
      asked++;
      const answer = { access_token: "t-1", expires_in: 3600 };
      const bytes = new TextEncoder().encode(JSON.stringify(answer));
      return { answer: { status: 200, headers: [], body: bytes } };
    },
  });
  await withAzure(async ({ endpoint }) => {
    const variables: Readonly<Record<string, string>> = {
      AZURE_TENANT_ID: "t",
      AZURE_CLIENT_ID: "c",
      AZURE_CLIENT_SECRET: "s",
      AZURE_AUTHORITY_HOST: `${authority.url}/`,
    };
    const url = parseUrl("az://scratch");
    const settings = { endpoint: String(endpoint.settings["endpoint"]) };
    const target = { name: "t", url, settings };
    const read = readAzureSettings(target, (name) => variables[name]);
    const client = await openAzureClient(read);
    for (let round = 0; round < 2; round++) {
      await client.blob("k").upload("1", 1);
    }
    assertEquals([asked, await client.token?.()], [1, "t-1"]);
    client.close();
  }, { bearer: "t-1" });
});
