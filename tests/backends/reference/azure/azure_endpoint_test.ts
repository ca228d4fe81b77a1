import { assert, assertEquals } from "@std/assert";
import { AzureEndpoint } from "../../../../backends/reference/mod.ts";
import { withScratch } from "../../_scratch.ts";
import { accountSas, putText, withBlobServer } from "./_blob_server.ts";

Deno.test("AzureEndpoint answers each request with an id of its own", async () => {
  await withBlobServer(async (ask) => {
    const headers = { "x-ms-client-request-id": "mine" };
    const first = await ask("HEAD", "/scratch/k", { headers });
    const second = await ask("HEAD", "/scratch/k");
    const id = "x-ms-request-id";
    assert(first.headers.get(id) !== second.headers.get(id));
    assertEquals(first.headers.get("x-ms-client-request-id"), "mine");
    assertEquals(first.headers.get("x-ms-version"), "2021-12-02");
  });
});

Deno.test("AzureEndpoint takes the account it is given", async () => {
  await withBlobServer(async (ask, endpoint) => {
    assert(String(endpoint.settings["endpoint"]).endsWith("/mine"));
    await putText(ask, "/box/k", "1");
    assertEquals((await ask("GET", "/box/k")).text, "1");
  }, { accessKey: "mine", secretKey: btoa("secret"), bucket: "box" });
});

Deno.test("AzureEndpoint sweeps its own folder and nothing beside it", async () => {
  await withScratch(async (folder) => {
    await Deno.writeTextFile(`${folder}/theirs`, "1");
    await Deno.mkdir(`${folder}/azure-blobs`);
    await Deno.writeTextFile(`${folder}/azure-blobs/old`, "1");
    const endpoint = await AzureEndpoint.start({ folder });
    await endpoint.close();
    await endpoint.close();
    assertEquals(await Deno.readTextFile(`${folder}/theirs`), "1");
    assertEquals([...Deno.readDirSync(`${folder}/azure-blobs`)], []);
  });
});

Deno.test("AzureEndpoint serves again what an earlier one was given", async () => {
  await withScratch(async (folder) => {
    const state = async (text: string | null) => {
      await using endpoint = await AzureEndpoint.start({ folder });
      const url = `${endpoint.settings["endpoint"]}/scratch/k?` +
        accountSas(endpoint);
      const headers = {
        "x-ms-version": "2021-12-02",
        "x-ms-blob-type": "BlockBlob",
        "x-ms-meta-run": "1",
      };
      const response = await fetch(url, {
        headers,
        ...(text === null ? {} : { method: "PUT", body: text }),
      });
      return {
        etag: response.headers.get("etag"),
        run: response.headers.get("x-ms-meta-run"),
        text: await response.text(),
      };
    };
    for (const text of ["first", "second"]) {
      const { etag } = await state(text);
      assertEquals(await state(null), { etag, run: "1", text });
    }
    assertEquals([...Deno.readDirSync(`${folder}/azure-blobs`)].length, 1);
  });
});

Deno.test("AzureEndpoint holds no more memory for a large blob", async () => {
  await withBlobServer(async (ask) => {
    const chunk = new Uint8Array(1 << 20).fill(7);
    const blob = new Blob(Array.from({ length: 64 }, () => chunk));
    const headers = { "x-ms-blob-type": "BlockBlob" };
    const before = Deno.memoryUsage().external;
    await ask("PUT", "/scratch/k", { headers, body: blob });
    const range = { "x-ms-range": `bytes=${(64 << 20) - 4}-` };
    const got = await ask("GET", "/scratch/k", { headers: range });
    assertEquals(got.text, "\x07\x07\x07\x07");
    // The 64 MiB of the client, and not once more for the server.
    const grown = Deno.memoryUsage().external - before;
    assert(grown < 128 << 20, `${grown} bytes more`);
  });
});
