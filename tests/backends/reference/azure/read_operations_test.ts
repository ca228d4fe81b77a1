import { assertEquals } from "@std/assert";
import { putText, withBlobServer } from "./_blob_server.ts";

Deno.test("getBlob() answers ranges as Azure does", async () => {
  await withBlobServer(async (ask) => {
    await putText(ask, "/scratch/k", "0123456789");
    const rows = [
      ["bytes=0-0", 206, "0", "bytes 0-0/10"],
      ["bytes=3-", 206, "3456789", "bytes 3-9/10"],
      ["bytes=8-99", 206, "89", "bytes 8-9/10"],
    ] as const;
    for (const [range, status, text, content] of rows) {
      const got = await ask("GET", "/scratch/k", { headers: { range } });
      assertEquals([got.status, got.text], [status, text]);
      assertEquals(got.headers.get("content-range"), content);
    }
    const own = { "x-ms-range": "bytes=1-1", range: "bytes=5-5" };
    const got = await ask("GET", "/scratch/k", { headers: own });
    assertEquals(got.text, "1");
    assertEquals(got.headers.has("x-ms-blob-content-md5"), true);
  });
});

Deno.test("getBlob() refuses ranges that cover nothing", async () => {
  await withBlobServer(async (ask) => {
    await putText(ask, "/scratch/k", "0123456789");
    await putText(ask, "/scratch/empty", "");
    const code = async (path: string, range: string) => {
      const got = await ask("GET", path, { headers: { "x-ms-range": range } });
      return `${got.status} ${got.code}`;
    };
    assertEquals(await code("/scratch/k", "bytes=10-"), "416 InvalidRange");
    assertEquals(await code("/scratch/empty", "bytes=0-"), "416 InvalidRange");
    for (const range of ["bytes=5-4", "bytes=-3", "items=0-1"]) {
      assertEquals(await code("/scratch/k", range), "400 InvalidHeaderValue");
    }
  });
});

Deno.test("getBlob() tells the sum of a range that is small enough", async () => {
  await withBlobServer(async (ask) => {
    await putText(ask, "/scratch/k", "x123456789");
    await putText(ask, "/scratch/large", "x".repeat((4 << 20) + 1));
    const range = { "x-ms-range": "bytes=1-9" };
    const md5 = { ...range, "x-ms-range-get-content-md5": "true" };
    const summed = await ask("GET", "/scratch/k", { headers: md5 });
    assertEquals(summed.headers.get("content-md5"), "JfnnlDI7RTiF9RgfG2JNCw==");
    const crc = { ...range, "x-ms-range-get-content-crc64": "true" };
    const checked = await ask("GET", "/scratch/k", { headers: crc });
    assertEquals(
      checked.headers.get("x-ms-content-crc64"),
      Uint8Array.fromHex("8898790a86148bae").toBase64(),
    );
    const wide = { ...crc, "x-ms-range": `bytes=0-${4 << 20}` };
    const large = await ask("GET", "/scratch/large", { headers: wide });
    assertEquals(large.code, "OutOfRangeInput");
    const both = { ...md5, ...crc };
    const refused = await ask("GET", "/scratch/k", { headers: both });
    assertEquals(refused.code, "InvalidHeaderValue");
  });
});

Deno.test("getBlob() obeys the conditions of a reader", async () => {
  await withBlobServer(async (ask) => {
    const put = await putText(ask, "/scratch/k", "1");
    const etag = put.headers.get("etag") ?? "";
    const status = async (headers: Record<string, string>) =>
      (await ask("GET", "/scratch/k", { headers })).status;
    assertEquals(await status({ "if-none-match": etag }), 304);
    assertEquals(await status({ "if-match": '"other"' }), 412);
    assertEquals(await status({ "if-match": etag }), 200);
  });
});

Deno.test("getBlobProperties() tells the size and sends no body", async () => {
  await withBlobServer(async (ask) => {
    await putText(ask, "/scratch/k", "12345");
    const head = await ask("HEAD", "/scratch/k");
    assertEquals([head.status, head.text], [200, ""]);
    assertEquals(head.headers.get("content-length"), "5");
    assertEquals(head.headers.get("x-ms-blob-type"), "BlockBlob");
    const none = await ask("HEAD", "/scratch/none");
    assertEquals([none.status, none.code], [404, "BlobNotFound"]);
  });
});
