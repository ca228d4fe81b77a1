import { assertEquals } from "@std/assert";
import { BLOCK_BLOB, putText, withBlobServer } from "./_blob_server.ts";

Deno.test("putBlob() stores bytes, type, metadata and tells their MD5", async () => {
  await withBlobServer(async (ask) => {
    const headers = {
      ...BLOCK_BLOB,
      "content-type": "text/x",
      "x-ms-meta-run": "1",
      "x-ms-blob-cache-control": "no-cache",
    };
    const put = await ask("PUT", "/scratch/k", { headers, body: "hello" });
    assertEquals(put.status, 201);
    assertEquals(put.headers.get("content-md5"), "XUFAKrxLKna5cZ2REBfFkg==");
    const got = await ask("GET", "/scratch/k");
    assertEquals([got.status, got.text], [200, "hello"]);
    assertEquals(got.headers.get("etag"), put.headers.get("etag"));
    assertEquals(got.headers.get("content-type"), "text/x");
    assertEquals(got.headers.get("x-ms-meta-run"), "1");
    assertEquals(got.headers.get("cache-control"), "no-cache");
  });
});

Deno.test("putBlob() refuses what is no block blob, or has no length", async () => {
  await withBlobServer(async (ask) => {
    const none = await ask("PUT", "/scratch/k", { body: "1" });
    assertEquals([none.status, none.code], [400, "MissingRequiredHeader"]);
    const page = { "x-ms-blob-type": "PageBlob" };
    const other = await ask("PUT", "/scratch/k", { headers: page, body: "1" });
    assertEquals(other.code, "NotImplemented");
    const body = new Blob(["chunked"]).stream();
    const chunked = await ask("PUT", "/scratch/k", {
      headers: BLOCK_BLOB,
      body,
    });
    assertEquals(chunked.code, "MissingContentLengthHeader");
    const bad = { ...BLOCK_BLOB, "x-ms-meta-a-b": "1" };
    const named = await ask("PUT", "/scratch/k", { headers: bad, body: "1" });
    assertEquals(named.code, "InvalidMetadata");
    const gone = await ask("PUT", "/nobox1/k", {
      headers: BLOCK_BLOB,
      body: "1",
    });
    assertEquals([gone.status, gone.code], [404, "ContainerNotFound"]);
    assertEquals((await ask("GET", "/scratch/k")).code, "BlobNotFound");
  });
});

Deno.test("putBlob() keeps an empty blob without a file", async () => {
  await withBlobServer(async (ask) => {
    await putText(ask, "/scratch/k", "");
    const got = await ask("GET", "/scratch/k");
    assertEquals([got.status, got.text], [200, ""]);
  });
});

Deno.test("deleteBlob() obeys its conditions", async () => {
  await withBlobServer(async (ask) => {
    await putText(ask, "/scratch/k", "1");
    const headers = { "if-match": '"other"' };
    const kept = await ask("DELETE", "/scratch/k", { headers });
    assertEquals([kept.status, kept.code], [412, "ConditionNotMet"]);
    assertEquals((await ask("DELETE", "/scratch/k")).status, 202);
    assertEquals((await ask("DELETE", "/scratch/k")).code, "BlobNotFound");
  });
});

Deno.test("setBlobMetadata() replaces all of it and the ETag", async () => {
  await withBlobServer(async (ask) => {
    const put = await putText(ask, "/scratch/k", "1");
    const headers = { "x-ms-meta-a": "2" };
    const set = await ask("PUT", "/scratch/k?comp=metadata", { headers });
    assertEquals(set.status, 200);
    const head = await ask("HEAD", "/scratch/k");
    assertEquals(head.headers.get("x-ms-meta-a"), "2");
    assertEquals(head.headers.get("etag") === put.headers.get("etag"), false);
    assertEquals((await ask("GET", "/scratch/k")).text, "1");
  });
});
