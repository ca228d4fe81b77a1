import { assertEquals } from "@std/assert";
import { blobCount, element, withS3 } from "../_s3.ts";

const MD5_OF_HELLO = '"5d41402abc4b2a76b9719d911017c592"';

Deno.test("a put is read back with its MD5 as ETag and its headers", async () => {
  await withS3(async ({ ask, get }) => {
    const told = await ask("PUT", "/a%20b/%C3%BC", {
      body: "hello",
      headers: { "content-type": "text/x", "x-amz-meta-who": "me" },
    });
    assertEquals(told.status, 200);
    assertEquals(told.headers.get("etag"), MD5_OF_HELLO);
    const back = await get("a%20b/%C3%BC");
    assertEquals(back.text, "hello");
    assertEquals(back.headers.get("content-type"), "text/x");
    assertEquals(back.headers.get("x-amz-meta-who"), "me");
  });
});

Deno.test("an empty object is an object", async () => {
  await withS3(async ({ put, get, ask }) => {
    await put("empty", "");
    assertEquals((await get("empty")).text, "");
    assertEquals(
      (await ask("HEAD", "/empty")).headers.get("content-length"),
      "0",
    );
  });
});

Deno.test("an overwrite leaves nothing of the bytes before", async () => {
  await withS3(async ({ put, get, folder, endpoint }) => {
    await put("a", "first");
    await put("a", "second");
    assertEquals((await get("a")).text, "second");
    await endpoint.close();
    assertEquals(blobCount(folder), 1);
  });
});

Deno.test("a put that is refused leaves nothing", async () => {
  await withS3(async ({ ask, put, folder, endpoint }) => {
    const told = await ask("PUT", "/a", {
      body: "hello",
      headers: { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" },
    });
    assertEquals([told.status, told.code], [400, "BadDigest"]);
    assertEquals((await put("a".repeat(1025), "x")).code, "KeyTooLongError");
    await endpoint.close();
    assertEquals(blobCount(folder), 0);
  });
});

Deno.test("one put has a largest size", async () => {
  await withS3(async ({ put }) => {
    assertEquals((await put("a", "12345")).code, "EntityTooLarge");
    assertEquals((await put("a", "1234")).status, 200);
  }, { limits: { putBytesMax: 4 } });
});

Deno.test("of many that put a key if absent, one wins", async () => {
  await withS3(async ({ ask, get }) => {
    const told = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ask("PUT", "/cell", {
          body: `writer ${index}`,
          headers: { "if-none-match": "*" },
        })),
    );
    const winners = told.flatMap(({ status }, index) =>
      status === 200 ? [index] : []
    );
    assertEquals(winners.length, 1);
    assertEquals(told.filter(({ status }) => status === 412).length, 19);
    assertEquals((await get("cell")).text, `writer ${winners[0]}`);
  });
});

Deno.test("of many that put over one ETag, one wins", async () => {
  await withS3(async ({ ask, put }) => {
    const { headers } = await put("cell", "first");
    const told = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ask("PUT", "/cell", {
          body: `writer ${index}`,
          headers: { "if-match": headers.get("etag") ?? "" },
        })),
    );
    assertEquals(told.filter(({ status }) => status === 200).length, 1);
  });
});

Deno.test("a copy has the bytes and the headers, and outlives its source", async () => {
  await withS3(async ({ ask, put, get }) => {
    await ask("PUT", "/from", {
      body: "hello",
      headers: { "x-amz-meta-a": "1" },
    });
    const told = await ask("PUT", "/to", {
      headers: { "x-amz-copy-source": "/stor-verify/from" },
    });
    assertEquals(
      element(told.text, "ETag"),
      "&quot;" + MD5_OF_HELLO.slice(1, -1) + "&quot;",
    );
    await put("from", "other");
    const back = await get("to");
    assertEquals([back.text, back.headers.get("x-amz-meta-a")], ["hello", "1"]);
  });
});

Deno.test("a copy to itself must change something", async () => {
  await withS3(async ({ ask, put, get }) => {
    await put("a", "hello");
    const source = { "x-amz-copy-source": "/stor-verify/a" };
    const same = await ask("PUT", "/a", { headers: source });
    assertEquals(same.code, "InvalidRequest");
    const replaced = await ask("PUT", "/a", {
      headers: {
        ...source,
        "x-amz-metadata-directive": "REPLACE",
        "x-amz-meta-b": "2",
      },
    });
    assertEquals(replaced.status, 200);
    assertEquals((await get("a")).headers.get("x-amz-meta-b"), "2");
    const odd = { ...source, "x-amz-metadata-directive": "MERGE" };
    const told = await ask("PUT", "/b", { headers: odd });
    assertEquals(told.code, "InvalidArgument");
  });
});
