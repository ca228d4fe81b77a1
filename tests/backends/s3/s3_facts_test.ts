import { assert } from "@std/assert";
import { assertKind } from "../_rejects.ts";
import { withCanned } from "./_canned.ts";

const BYTES = new Uint8Array(3);

Deno.test("a put without an etag in its answer has failed", async () => {
  await withCanned(() => ({ status: "200 OK" }), async (backend) => {
    const error = await assertKind(() => backend.put("k", BYTES), "Unexpected");
    assert(error.message.includes("without an etag"), error.message);
  });
});

Deno.test("an object without its length is not taken", async () => {
  const answer = {
    status: "200 OK",
    headers: { etag: '"e"' },
    body: "abc",
    hasLength: false,
  };
  await withCanned(() => answer, async (backend) => {
    const calls = [
      () => backend.get("k"),
      () => backend.getStream("k"),
      () => backend.getRange("k", { start: 0, end: 2 }),
    ];
    for (const call of calls) {
      const error = await assertKind(call, "Unexpected");
      assert(error.message.includes("without its length"), error.message);
    }
  });
});

Deno.test("an object that is cut short is a failure of the network", async () => {
  const headers = { "content-length": "9", etag: '"e"' };
  const answer = { status: "200 OK", headers, body: "abc", hasLength: false };
  await withCanned(() => answer, async (backend) => {
    await assertKind(() => backend.get("k"), "Unavailable");
    const stream = await backend.getStream("k");
    await assertKind(() => new Response(stream).bytes(), "Unavailable");
  });
});

Deno.test("a head without a size tells nothing", async () => {
  const answer = {
    status: "200 OK",
    headers: { etag: '"e"' },
    hasLength: false,
  };
  await withCanned(() => answer, async (backend) => {
    const error = await assertKind(() => backend.head("k"), "Unexpected");
    assert(error.message.includes("without a size"), error.message);
  });
});

Deno.test("a copy that says 200 and then an error has failed", async () => {
  const body = "<Error><Code>InternalError</Code><Message>m</Message></Error>";
  await withCanned(() => ({ status: "200 OK", body }), async (backend) => {
    await assertKind(() => backend.copy("k", "l"), "Unavailable");
  });
});
