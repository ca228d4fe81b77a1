import { assertEquals } from "@std/assert";
import {
  type Asking,
  askingOf,
  completion,
  elements,
  putPart,
  startUpload,
  withS3,
} from "../_s3.ts";

const lying = (name: string, more = {}) => ({ mutants: [{ name, ...more }] });

const keysOf = async ({ ask }: Asking) =>
  elements((await ask("GET", "?list-type=2")).text, "Key");

Deno.test("stale-read serves the version before, with its ETag", async () => {
  await withS3(async ({ put, get, ask }) => {
    const first = await put("a", "one");
    assertEquals((await get("a")).text, "one");
    await put("a", "second");
    const told = await get("a");
    assertEquals(told.text, "one");
    assertEquals(told.headers.get("etag"), first.headers.get("etag"));
    const head = await ask("HEAD", "/a");
    assertEquals(head.headers.get("content-length"), "3");
  }, lying("stale-read"));
});

Deno.test("a lagging replica lies through its own address only", async () => {
  await withS3(async ({ endpoint, folder, put, get }) => {
    const other = askingOf(
      endpoint.replica([{ name: "stale-read" }]),
      folder,
    );
    await put("a", "one");
    await put("a", "two");
    assertEquals([(await get("a")).text, (await other.get("a")).text], [
      "two",
      "one",
    ]);
  }, lying("stale-read", { count: 0 }));
});

Deno.test("read-deleted serves what was deleted", async () => {
  await withS3(async ({ put, get, ask }) => {
    assertEquals((await get("a")).status, 404);
    await put("a", "one");
    await ask("DELETE", "/a");
    assertEquals((await get("a")).text, "one");
  }, lying("read-deleted"));
});

Deno.test("hide-object misses an object that is there", async () => {
  await withS3(async ({ put, get }) => {
    await put("a", "one");
    assertEquals((await get("a")).code, "NoSuchKey");
    assertEquals((await get("a")).text, "one");
  }, lying("hide-object", { count: 1 }));
});

Deno.test("other-key serves foreign bytes of the right length", async () => {
  await withS3(async ({ put, get }) => {
    const told = await put("a", "mine");
    await put("b", "theirs");
    const back = await get("a");
    assertEquals(back.text, "thei");
    assertEquals(back.headers.get("etag"), told.headers.get("etag"));
    assertEquals((await get("b")).text, "theirs");
  }, lying("other-key"));
});

Deno.test("mix-versions serves half of the new and half of the old", async () => {
  await withS3(async ({ put, get }) => {
    await put("a", "oldold");
    await put("a", "newnew");
    assertEquals((await get("a")).text, "newold");
    assertEquals((await get("a", { range: "bytes=2-4" })).text, "wol");
  }, lying("mix-versions"));
});

async function putParts(asking: Asking): Promise<void> {
  const id = await startUpload(asking, "a");
  const parts: [number, string][] = [];
  for (const [index, body] of ["one", "two2", "three"].entries()) {
    const number = index + 1;
    parts.push([number, await putPart(asking, { key: "a", id, number, body })]);
  }
  const body = completion(parts);
  await asking.ask("POST", `/a?uploadId=${id}`, { body });
}

const SMALL = { limits: { partBytesMin: 1 } };

Deno.test("lose-part serves less than HEAD tells", async () => {
  await withS3(async (asking) => {
    await putParts(asking);
    const head = await asking.ask("HEAD", "/a");
    assertEquals(head.headers.get("content-length"), "12");
    const { text } = await asking.get("a");
    const without = ["two2three", "onethree", "onetwo2"];
    assertEquals(without.includes(text), true, text);
  }, { ...SMALL, ...lying("lose-part") });
});

Deno.test("swap-parts serves all bytes in the wrong order", async () => {
  await withS3(async (asking) => {
    await putParts(asking);
    const { text } = await asking.get("a");
    assertEquals(["two2onethree", "onethreetwo2"].includes(text), true, text);
  }, { ...SMALL, ...lying("swap-parts") });
});

Deno.test("flip-bit changes one bit behind the right length", async () => {
  await withS3(async ({ put, endpoint }) => {
    const bytes = new Uint8Array(2 << 20);
    await put("a", bytes);
    const answer = await fetch(`${endpoint.url}/stor-verify/a`);
    const back = await answer.bytes();
    assertEquals(back.length, bytes.length);
    const bits = back.reduce(
      (sum, byte) => sum + byte.toString(2).replaceAll("0", "").length,
      0,
    );
    assertEquals(bits, 1);
  }, lying("flip-bit", { seed: 5 }));
});

Deno.test("wrong-range serves other bytes than it says", async () => {
  await withS3(async ({ put, get }) => {
    await put("a", "0123456789");
    const told = await get("a", { range: "bytes=4-6" });
    assertEquals(told.text, "012");
    assertEquals(told.headers.get("content-range"), "bytes 4-6/10");
    assertEquals((await get("a")).text, "0123456789");
  }, lying("wrong-range"));
});

Deno.test("list-lags does not know the last writes", async () => {
  await withS3(async (asking) => {
    for (const key of ["a", "b", "c", "d", "e", "f"]) {
      await asking.put(key, key);
    }
    assertEquals(await keysOf(asking), ["a", "b"]);
    assertEquals((await asking.get("f")).text, "f");
  }, lying("list-lags"));
});

Deno.test("list-lacks-key leaves one out", async () => {
  await withS3(async (asking) => {
    for (const key of ["a", "b", "c"]) await asking.put(key, key);
    assertEquals((await keysOf(asking)).length, 2);
    assertEquals(await keysOf(asking), ["a", "b", "c"]);
  }, lying("list-lacks-key", { count: 1 }));
});

Deno.test("list-deleted shows a key that is gone", async () => {
  await withS3(async (asking) => {
    for (const key of ["a", "b", "c"]) await asking.put(key, key);
    assertEquals(await keysOf(asking), ["a", "b", "c"]);
    await asking.ask("DELETE", "/b");
    assertEquals(await keysOf(asking), ["a", "b", "c"]);
    assertEquals((await asking.get("b")).status, 404);
  }, lying("list-deleted"));
});

Deno.test("read-lags serves what was there some writes of the store ago", async () => {
  await withS3(async ({ put, get }) => {
    await put("a", "one");
    for (const key of ["b", "c", "d"]) await put(key, "x");
    await put("a", "two");
    assertEquals((await get("a")).text, "one");
    assertEquals((await get("d")).code, "NoSuchKey");
    for (const key of ["b", "c", "d", "e"]) await put(key, "y");
    assertEquals((await get("a")).text, "two");
  }, lying("read-lags"));
});

Deno.test("zero-tail serves zeros behind the right length and ETag", async () => {
  await withS3(async ({ put, get }) => {
    const { headers } = await put("a", "12345678");
    const told = await get("a");
    assertEquals(told.text, "1234\0\0\0\0");
    assertEquals(told.headers.get("etag"), headers.get("etag"));
  }, lying("zero-tail"));
});
