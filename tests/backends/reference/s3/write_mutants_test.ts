import { assertEquals } from "@std/assert";
import { holdPut } from "../_held_put.ts";
import {
  completion,
  element,
  elements,
  putPart,
  startUpload,
  withS3,
} from "../_s3.ts";

const lying = (name: string, more = {}) => ({ mutants: [{ name, ...more }] });

Deno.test("drop-write acknowledges and keeps nothing", async () => {
  await withS3(async ({ endpoint, put, get, ask }) => {
    await put("a", "first");
    const told = await put("a", "second");
    assertEquals(told.status, 200);
    assertEquals(
      told.headers.get("etag"),
      '"a9f0e61a137d86aa9db53465e0801612"',
    );
    assertEquals((await get("a")).text, "first");
    await ask("DELETE", "/a");
    assertEquals((await get("a")).status, 404);
    assertEquals(endpoint.mutants.fired("drop-write"), 1);
  }, lying("drop-write", { after: 1 }));
});

Deno.test("drop-write loses a part that was acknowledged", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    await putPart(asking, { key: "a", id, number: 1, body: "one" });
    await putPart(asking, { key: "a", id, number: 2, body: "two" });
    const { text } = await asking.ask("GET", `/a?uploadId=${id}`);
    assertEquals(elements(text, "PartNumber"), ["1"]);
  }, lying("drop-write", { after: 1 }));
});

Deno.test("drop-delete acknowledges and keeps the object", async () => {
  await withS3(async ({ put, get, ask }) => {
    await put("a", "first");
    assertEquals((await ask("DELETE", "/a")).status, 204);
    assertEquals((await get("a")).text, "first");
  }, lying("drop-delete"));
});

Deno.test("ignore-if-none-match has two winners", async () => {
  await withS3(async ({ ask, get }) => {
    const put = async (body: string) =>
      (await ask("PUT", "/a", { body, headers: { "if-none-match": "*" } }))
        .status;
    assertEquals([await put("one"), await put("two")], [200, 200]);
    assertEquals((await get("a")).text, "two");
  }, lying("ignore-if-none-match"));
});

Deno.test("ignore-if-match loses an update", async () => {
  await withS3(async ({ ask, put }) => {
    const etag = (await put("a", "one")).headers.get("etag") ?? "";
    const swap = async (body: string, headers: Record<string, string>) =>
      (await ask("PUT", "/a", { body, headers })).status;
    assertEquals(await swap("two", { "if-match": etag }), 200);
    assertEquals(await swap("three", { "if-match": etag }), 200);
    assertEquals(await swap("four", { "if-none-match": "*" }), 412);
  }, lying("ignore-if-match"));
});

Deno.test("accept-checksum takes bytes that do not fit", async () => {
  await withS3(async ({ ask, get }) => {
    for (
      const headers of [
        { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" },
        { "x-amz-checksum-crc32": "AAAAAA==" },
        { "x-amz-content-sha256": "0".repeat(64) },
      ]
    ) {
      const told = await ask("PUT", "/a", { body: "hello", headers });
      assertEquals(told.status, 200);
    }
    assertEquals((await get("a")).text, "hello");
  }, lying("accept-checksum"));
});

Deno.test("wrong-etag tells and keeps another ETag", async () => {
  await withS3(async ({ ask, put, get }) => {
    const told = await put("a", "hello");
    assertEquals(
      told.headers.get("etag"),
      '"0d41402abc4b2a76b9719d911017c592"',
    );
    const back = await get("a");
    assertEquals(back.headers.get("etag"), told.headers.get("etag"));
    const { text } = await ask("GET", "?list-type=2");
    assertEquals(element(text, "ETag").includes("0d41402a"), true);
  }, lying("wrong-etag"));
});

Deno.test("reuse-etag hides an overwrite from whoever compares ETags", async () => {
  await withS3(async ({ put, get }) => {
    const first = await put("a", "one");
    const second = await put("a", "two");
    assertEquals(first.headers.get("etag"), second.headers.get("etag"));
    assertEquals((await get("a")).text, "two");
  }, lying("reuse-etag"));
});

Deno.test("racing-conditions lets two win that are under way at once", async () => {
  await withS3(async ({ endpoint, ask, get }) => {
    const headers = { "if-none-match": "*" };
    const url = `${endpoint.url}/stor-verify/a`;
    const held = await holdPut(url, "late", headers);
    assertEquals((await get("none")).status, 404);
    const put = (body: string) => ask("PUT", "/a", { body, headers });
    assertEquals((await put("first")).status, 200);
    // This one came when the key was there already.
    assertEquals((await put("second")).status, 412);
    assertEquals(await held.finish(), 200);
    assertEquals((await get("a")).text, "late");
  }, lying("racing-conditions"));
});

const SMALL = { limits: { partBytesMin: 1 } };

Deno.test("late-part joins a part that the completion did not name", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const part = (body: string) =>
      putPart(asking, { key: "a", id, number: 1, body });
    const etag = await part("named");
    await part("other");
    const body = completion([[1, etag]]);
    const told = await asking.ask("POST", `/a?uploadId=${id}`, { body });
    assertEquals(told.status, 200);
    assertEquals((await asking.get("a")).text, "other");
  }, { ...SMALL, ...lying("late-part") });
});

Deno.test("keep-first-part acknowledges the second bytes and joins the first", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const part = (body: string) =>
      putPart(asking, { key: "a", id, number: 1, body });
    await part("first");
    const etag = await part("again");
    const body = completion([[1, etag]]);
    const told = await asking.ask("POST", `/a?uploadId=${id}`, { body });
    assertEquals(told.status, 200);
    assertEquals((await asking.get("a")).text, "first");
  }, { ...SMALL, ...lying("keep-first-part") });
});

Deno.test("abort-completed takes away what was completed", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const etag = await putPart(asking, { key: "a", id, number: 1, body: "x" });
    const abort = () => asking.ask("DELETE", `/a?uploadId=${id}`);
    const body = completion([[1, etag]]);
    await asking.ask("POST", `/a?uploadId=${id}`, { body });
    assertEquals((await asking.get("a")).text, "x");
    assertEquals((await abort()).status, 204);
    assertEquals((await asking.get("a")).status, 404);
    assertEquals((await abort()).code, "NoSuchUpload");
  }, lying("abort-completed"));
});
