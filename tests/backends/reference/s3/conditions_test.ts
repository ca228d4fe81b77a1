import { assertEquals } from "@std/assert";
import { withS3 } from "../_s3.ts";

Deno.test("conditions of a write hold or refuse", async () => {
  await withS3(async ({ ask, put }) => {
    const etag = (await put("a", "hello")).headers.get("etag") ?? "";
    const tell = async (key: string, headers: Record<string, string>) => {
      const told = await ask("PUT", `/${key}`, { body: "new", headers });
      return told.code || told.status;
    };
    assertEquals(
      await tell("a", { "if-none-match": "*" }),
      "PreconditionFailed",
    );
    assertEquals(await tell("a", { "if-none-match": etag }), "NotImplemented");
    assertEquals(await tell("a", { "if-match": '"x"' }), "PreconditionFailed");
    assertEquals(await tell("none", { "if-match": etag }), "NoSuchKey");
    assertEquals(await tell("a", { "if-match": etag }), 200);
    assertEquals(await tell("a", { "if-match": etag }), "PreconditionFailed");
    assertEquals(await tell("b", { "if-none-match": "*" }), 200);
  });
});

Deno.test("a delete that must match deletes nothing else", async () => {
  await withS3(async ({ ask, put, get }) => {
    const etag = (await put("a", "hello")).headers.get("etag") ?? "";
    const told = await ask("DELETE", "/a", { headers: { "if-match": '"x"' } });
    assertEquals(told.status, 412);
    assertEquals((await get("a")).status, 200);
    const right = await ask("DELETE", "/a", { headers: { "if-match": etag } });
    assertEquals(right.status, 204);
  });
});

Deno.test("conditions of a read hold or refuse", async () => {
  await withS3(async ({ put, get }) => {
    const etag = (await put("a", "hello")).headers.get("etag") ?? "";
    const past = "Thu, 01 Jan 2026 00:00:00 GMT";
    const future = "Fri, 01 Jan 2100 00:00:00 GMT";
    const expected: readonly (readonly [Record<string, string>, number])[] = [
      [{ "if-match": etag }, 200],
      [{ "if-match": '"x"' }, 412],
      [{ "if-none-match": etag }, 304],
      [{ "if-none-match": '"x", "y"' }, 200],
      [{ "if-modified-since": past }, 200],
      [{ "if-modified-since": future }, 304],
      [{ "if-unmodified-since": past }, 412],
      [{ "if-unmodified-since": future }, 200],
      // An ETag goes before a date.
      [{ "if-match": etag, "if-unmodified-since": past }, 200],
    ];
    for (const [headers, status] of expected) {
      assertEquals((await get("a", headers)).status, status);
    }
  });
});
