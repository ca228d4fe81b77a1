import { assertEquals, assertRejects } from "@std/assert";
import { completion, putPart, startUpload, withS3 } from "../_s3.ts";

const lying = (name: string, more = {}) => ({ mutants: [{ name, ...more }] });

Deno.test("cut-body ends early behind the full length", async () => {
  await withS3(async ({ put, get, endpoint }) => {
    assertEquals((await get("a")).code, "NoSuchKey");
    await put("a", "0123456789");
    const answer = await fetch(`${endpoint.url}/stor-verify/a`);
    assertEquals(answer.headers.get("content-length"), "10");
    await assertRejects(() => answer.text());
  }, lying("cut-body"));
});

Deno.test("cut-unframed looks whole and is half", async () => {
  await withS3(async ({ put, get }) => {
    await put("a", "0123456789");
    const told = await get("a");
    assertEquals([told.status, told.text], [200, "01234"]);
    assertEquals(told.headers.get("content-length"), null);
  }, lying("cut-unframed"));
});

Deno.test("reset-body ends a put in its middle, and nothing is kept", async () => {
  await withS3(async ({ put, get }) => {
    const body = "x".repeat(8 << 20);
    await assertRejects(() => put("a", body));
    assertEquals((await get("a")).status, 404);
    assertEquals((await put("a", body)).status, 200);
  }, lying("reset-body", { count: 1 }));
});

Deno.test("drop-answer does what was asked and does not say so", async () => {
  await withS3(async ({ put, get }) => {
    await assertRejects(() => put("a", "hello"));
    assertEquals((await get("a")).text, "hello");
  }, lying("drop-answer", { count: 1 }));
});

Deno.test("stall does what was asked and ends only with the client", async () => {
  await withS3(async ({ get, endpoint, folder }) => {
    const leaving = new AbortController();
    let isAnswered = false;
    const waiting = assertRejects(async () => {
      const url = `${endpoint.url}/stor-verify/a`;
      const { signal } = leaving;
      await fetch(url, { method: "PUT", body: "hello", signal });
      isAnswered = true;
    });
    while (endpoint.mutants.fired("stall") === 0) await Deno.stat(folder);
    assertEquals((await get("a")).text, "hello");
    assertEquals(isAnswered, false);
    leaving.abort();
    await waiting;
  }, lying("stall", { count: 1 }));
});

Deno.test("stall-body sends half and then nothing", async () => {
  await withS3(async ({ put, endpoint }) => {
    await put("a", "hello");
    const leaving = new AbortController();
    const { signal } = leaving;
    const answer = await fetch(`${endpoint.url}/stor-verify/a`, { signal });
    const body = answer.body?.getReader();
    const first = await body?.read();
    assertEquals(new TextDecoder().decode(first?.value), "he");
    const waiting = assertRejects(async () => await body?.read());
    await put("b", "hello");
    leaving.abort();
    await waiting;
  }, lying("stall-body"));
});

Deno.test("slow-down refuses before anything is done", async () => {
  await withS3(async ({ put, get }) => {
    for (let round = 0; round < 3; round++) {
      const told = await put("a", "hello");
      assertEquals([told.status, told.code], [503, "SlowDown"]);
    }
    assertEquals((await get("a")).code, "NoSuchKey");
  }, lying("slow-down", { count: 3 }));
});

Deno.test("internal-error denies what it did", async () => {
  await withS3(async ({ put, get }) => {
    assertEquals((await put("a", "hello")).code, "InternalError");
    assertEquals((await get("a")).text, "hello");
  }, lying("internal-error", { count: 1 }));
});

Deno.test("error-in-200 puts an error where the result should be", async () => {
  await withS3(async (asking) => {
    const id = await startUpload(asking, "a");
    const etag = await putPart(asking, {
      key: "a",
      id,
      number: 1,
      body: "one",
    });
    const body = completion([[1, etag]]);
    const told = await asking.ask("POST", `/a?uploadId=${id}`, { body });
    assertEquals([told.status, told.code], [200, "InternalError"]);
    assertEquals((await asking.get("a")).status, 200);
  }, lying("error-in-200"));
});
