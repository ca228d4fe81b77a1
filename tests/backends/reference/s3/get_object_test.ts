import { assertEquals } from "@std/assert";
import { completion, putPart, startUpload, withS3 } from "../_s3.ts";

Deno.test("a range is answered with exactly its bytes", async () => {
  await withS3(async ({ put, get }) => {
    await put("a", "0123456789");
    const told = await get("a", { range: "bytes=2-4" });
    assertEquals([told.status, told.text], [206, "234"]);
    assertEquals(told.headers.get("content-range"), "bytes 2-4/10");
    assertEquals((await get("a", { range: "bytes=-3" })).text, "789");
    const beyond = await get("a", { range: "bytes=10-" });
    assertEquals([beyond.status, beyond.code], [416, "InvalidRange"]);
    assertEquals(beyond.headers.get("content-range"), "bytes */10");
  });
});

Deno.test("HEAD says what GET says, without the bytes", async () => {
  await withS3(async ({ ask, put, get }) => {
    await put("a", "hello");
    const [head, whole] = [await ask("HEAD", "/a"), await get("a")];
    for (const name of ["content-length", "etag", "last-modified"]) {
      assertEquals(head.headers.get(name), whole.headers.get(name));
    }
    assertEquals(head.text, "");
    assertEquals((await ask("HEAD", "/none")).status, 404);
  });
});

Deno.test("a key that is not there is NoSuchKey, a bucket NoSuchBucket", async () => {
  await withS3(async ({ get, endpoint }) => {
    assertEquals((await get("none")).code, "NoSuchKey");
    const answer = await fetch(`${endpoint.url}/none/a`);
    assertEquals(answer.status, 404);
    assertEquals((await answer.text()).includes("NoSuchBucket"), true);
  });
});

Deno.test("a checksum is answered when it is asked for, of the whole only", async () => {
  await withS3(async ({ ask, get }) => {
    const headers = { "x-amz-checksum-crc32c": "mnG7TA==" };
    await ask("PUT", "/a", { body: "hello", headers });
    const mode = { "x-amz-checksum-mode": "ENABLED" };
    const name = "x-amz-checksum-crc32c";
    assertEquals((await get("a", mode)).headers.get(name), "mnG7TA==");
    assertEquals((await get("a")).headers.get(name), null);
    const range = await get("a", { ...mode, range: "bytes=0-1" });
    assertEquals(range.headers.get(name), null);
  });
});

Deno.test("a part can be asked for by number, and headers can be overridden", async () => {
  await withS3(async (asking) => {
    const { ask } = asking;
    const id = await startUpload(asking, "a");
    const first = await putPart(asking, {
      key: "a",
      id,
      number: 3,
      body: "one",
    });
    const second = await putPart(asking, {
      key: "a",
      id,
      number: 5,
      body: "second",
    });
    await ask("POST", `/a?uploadId=${id}`, {
      body: completion([[3, first], [5, second]]),
    });
    const part = await ask("GET", "/a?partNumber=2&response-content-type=x/y");
    assertEquals(part.text, "second");
    assertEquals(part.headers.get("x-amz-mp-parts-count"), "2");
    assertEquals(part.headers.get("content-type"), "x/y");
    assertEquals((await ask("GET", "/a?partNumber=3")).code, "InvalidRange");
  }, { limits: { partBytesMin: 1 } });
});

Deno.test("a reader keeps the version that it began with", async () => {
  await withS3(async ({ put, endpoint }) => {
    const large = "a".repeat(4 << 20);
    await put("a", large);
    const answer = await fetch(`${endpoint.url}/stor-verify/a`);
    const body = answer.body?.getReader();
    await body?.read();
    await put("a", "b".repeat(4 << 20));
    let rest = "";
    for (let part = await body?.read(); part && !part.done;) {
      rest += new TextDecoder().decode(part.value);
      part = await body?.read();
    }
    assertEquals(/^a+$/.test(rest), true);
  });
});
