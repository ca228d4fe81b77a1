import { assertEquals } from "@std/assert";
import {
  blobCount,
  completion,
  element,
  putPart,
  startUpload,
  withS3,
} from "../_s3.ts";

const SMALL = { limits: { partBytesMin: 1 } };

Deno.test("parts become one object at completion and not before", async () => {
  await withS3(async (asking) => {
    const { ask, get } = asking;
    const id = await startUpload(asking, "a", { "content-type": "x/y" });
    const second = await putPart(asking, {
      key: "a",
      id,
      number: 2,
      body: "two",
    });
    const first = await putPart(asking, {
      key: "a",
      id,
      number: 1,
      body: "one",
    });
    assertEquals((await get("a")).status, 404);
    const body = completion([[1, first], [2, second]]);
    const done = await ask("POST", `/a?uploadId=${id}`, { body });
    assertEquals(done.status, 200, done.text);
    const whole = await get("a");
    assertEquals([whole.text, whole.headers.get("content-type")], [
      "onetwo",
      "x/y",
    ]);
    const again = await ask("POST", `/a?uploadId=${id}`, { body });
    assertEquals(again.code, "NoSuchUpload");
  }, SMALL);
});

Deno.test("a second put of a part takes the place of the first", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const first = await putPart(asking, {
      key: "a",
      id,
      number: 1,
      body: "one",
    });
    const second = await putPart(asking, {
      key: "a",
      id,
      number: 1,
      body: "new",
    });
    const end = async (etag: string) =>
      (await asking.ask("POST", `/a?uploadId=${id}`, {
        body: completion([[1, etag]]),
      })).code;
    assertEquals(await end(first), "InvalidPart");
    assertEquals(await end(second), "");
    assertEquals((await asking.get("a")).text, "new");
  }, SMALL);
});

Deno.test("an upload that was aborted leaves nothing", async () => {
  await withS3(async (asking) => {
    const { ask, endpoint, folder } = asking;
    const id = await startUpload(asking, "a");
    await putPart(asking, { key: "a", id, number: 1, body: "one" });
    assertEquals((await ask("DELETE", `/a?uploadId=${id}`)).status, 204);
    assertEquals(
      (await ask("DELETE", `/a?uploadId=${id}`)).code,
      "NoSuchUpload",
    );
    const late = await putPart(asking, {
      key: "a",
      id,
      number: 2,
      body: "two",
    });
    assertEquals(late, "NoSuchUpload");
    await endpoint.close();
    assertEquals(blobCount(folder), 0);
  });
});

Deno.test("part numbers have bounds, and an upload belongs to its key", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const part = (key: string, number: number) =>
      putPart(asking, { key, id, number, body: "x" });
    assertEquals(await part("a", 0), "InvalidArgument");
    assertEquals(await part("a", 10_001), "InvalidArgument");
    assertEquals((await part("a", 10_000)).length, 34);
    assertEquals(await part("b", 1), "NoSuchUpload");
  });
});

Deno.test("a part can be a range of another object", async () => {
  await withS3(async (asking) => {
    await asking.put("from", "0123456789");
    const id = await startUpload(asking, "a", {
      "x-amz-checksum-algorithm": "CRC32",
    });
    const copy = (number: number, range?: string) =>
      asking.ask("PUT", `/a?partNumber=${number}&uploadId=${id}`, {
        headers: {
          "x-amz-copy-source": "stor-verify/from",
          ...(range === undefined ? {} : { "x-amz-copy-source-range": range }),
        },
      });
    const etag = (text: string) =>
      element(text, "ETag").replaceAll("&quot;", '"');
    const first = etag((await copy(1, "bytes=2-4")).text);
    const second = etag((await copy(2)).text);
    for (const range of ["bytes=20-30", "bytes=5-10", "bytes=5-", "1-2"]) {
      assertEquals((await copy(3, range)).code, "InvalidArgument");
    }
    await asking.ask("POST", `/a?uploadId=${id}`, {
      body: completion([[1, first], [2, second]]),
    });
    assertEquals((await asking.get("a")).text, "2340123456789");
  }, SMALL);
});

Deno.test("a part must have the checksum that the upload announced", async () => {
  await withS3(async (asking) => {
    const start = async (headers: Record<string, string>) =>
      (await asking.ask("POST", "/a?uploads", { headers })).code;
    assertEquals(
      await start({ "x-amz-checksum-algorithm": "MD4" }),
      "InvalidRequest",
    );
    assertEquals(
      await start({
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-type": "FULL_OBJECT",
      }),
      "InvalidRequest",
    );
    const id = await startUpload(asking, "a", {
      "x-amz-checksum-algorithm": "CRC32C",
    });
    const put = async (headers: Record<string, string>) =>
      (await asking.ask("PUT", `/a?partNumber=1&uploadId=${id}`, {
        body: "hello",
        headers,
      })).code;
    assertEquals(
      await put({ "x-amz-checksum-crc32": "NhCmhg==" }),
      "InvalidRequest",
    );
    assertEquals(
      await put({ "x-amz-checksum-crc32c": "AAAAAA==" }),
      "BadDigest",
    );
    assertEquals(await put({ "x-amz-checksum-crc32c": "mnG7TA==" }), "");
  });
});
