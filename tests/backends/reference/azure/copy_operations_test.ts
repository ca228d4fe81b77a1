import { assertEquals } from "@std/assert";
import { accountSas, putText, withBlobServer } from "./_blob_server.ts";

Deno.test("copyBlob() makes a blob of the source's bytes at once", async () => {
  await withBlobServer(async (ask, endpoint) => {
    await putText(ask, "/scratch/from", "123");
    const source = `${endpoint.settings["endpoint"]}/scratch/from?` +
      accountSas(endpoint, { permissions: "r" });
    const headers = {
      "x-ms-copy-source": source,
      "x-ms-requires-sync": "true",
    };
    const copy = await ask("PUT", "/scratch/to", { headers });
    assertEquals([copy.status, copy.headers.get("x-ms-copy-status")], [
      202,
      "success",
    ]);
    await putText(ask, "/scratch/from", "4");
    assertEquals((await ask("GET", "/scratch/to")).text, "123");
  });
});

Deno.test("copyBlob() reads no source without leave, or elsewhere", async () => {
  await withBlobServer(async (ask, endpoint) => {
    await putText(ask, "/scratch/from", "123");
    const base = `${endpoint.settings["endpoint"]}/scratch`;
    const sas = accountSas(endpoint, { permissions: "w" });
    const code = async (source: string, more: Record<string, string> = {}) => {
      const headers = {
        "x-ms-copy-source": source,
        "x-ms-requires-sync": "true",
        ...more,
      };
      return (await ask("PUT", "/scratch/to", { headers })).code;
    };
    assertEquals(await code(`${base}/from`), "CannotVerifyCopySource");
    assertEquals(await code("http://127.0.0.1:1/x"), "CannotVerifyCopySource");
    assertEquals(
      await code(`${base}/from?${sas}`),
      "AuthorizationPermissionMismatch",
    );
    const good = `${base}/from?${accountSas(endpoint)}`;
    assertEquals(
      await code(good, { "x-ms-source-if-match": '"other"' }),
      "SourceConditionNotMet",
    );
    assertEquals(
      await code(good.replace("/from", "/none")),
      "CannotVerifyCopySource",
    );
    assertEquals((await ask("GET", "/scratch/to")).code, "BlobNotFound");
  });
});

Deno.test("putBlockFromUrl() makes a block of a range", async () => {
  await withBlobServer(async (ask, endpoint) => {
    await putText(ask, "/scratch/from", "0123456789");
    const headers = {
      "x-ms-copy-source": `${endpoint.settings["endpoint"]}/scratch/from?` +
        accountSas(endpoint, { permissions: "r" }),
      "x-ms-source-range": "bytes=2-4",
    };
    const path = `/scratch/to?comp=block&blockid=${btoa("a")}`;
    assertEquals((await ask("PUT", path, { headers })).status, 201);
    const body = `<BlockList><Latest>${btoa("a")}</Latest></BlockList>`;
    await ask("PUT", "/scratch/to?comp=blocklist", { body });
    assertEquals((await ask("GET", "/scratch/to")).text, "234");
    const beyond = { ...headers, "x-ms-source-range": "bytes=10-12" };
    const { code } = await ask("PUT", path, { headers: beyond });
    assertEquals(code, "InvalidRange");
  });
});
