/** The promises of backends/s3/delete_objects.ts, over our own endpoint. */
import { assertEquals } from "@std/assert";
import { assertKind } from "../_rejects.ts";
import { withCanned } from "./_canned.ts";
import { withBackend, withEndpoint } from "./_s3_server.ts";

const ONE = new Uint8Array(1);
const PUTS_AT_ONCE = 32;

Deno.test("deleteKeys() deletes a thousand keys and leaves the others", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    await withBackend(`${targetUrl}/place`, settings, async (backend) => {
      const keys = Array.from({ length: 1000 }, (_, at) => `k/${at}`);
      const odd = ["a&b<c>", "é ü", "a\u0001b", "x\r\ny", "tab\tkey"];
      const all = [...keys, ...odd, "other"];
      // A thousand connections at once are more than a busy host takes in time.
      for (let at = 0; at < all.length; at += PUTS_AT_ONCE) {
        const some = all.slice(at, at + PUTS_AT_ONCE);
        await Promise.all(some.map((key) => backend.put(key, ONE)));
      }
      await backend.deleteKeys?.(keys);
      await backend.deleteKeys?.([...odd, "was never there"]);
      const { objects } = await backend.list();
      assertEquals(objects.map(({ key }) => key), ["other"]);
    });
  });
});

Deno.test("deleteKeys() deletes one by one where the server knows no more", async () => {
  const lines: string[] = [];
  await withCanned((line) => {
    lines.push(line);
    return line.startsWith("POST")
      ? {
        status: "501 Not Implemented",
        body: "<Error><Code>NotImplemented</Code></Error>",
      }
      : { status: "204 No Content" };
  }, async (backend) => {
    await backend.deleteKeys?.(["a", "b"]);
  });
  assertEquals(lines.map((line) => line.split(" ")[0]), [
    "POST",
    "DELETE",
    "DELETE",
  ]);
});

Deno.test("deleteKeys() fails for a key that the server refused in its list", async () => {
  const answer = (code: string) => ({
    status: "200 OK",
    body: "<DeleteResult><Error><Key>a</Key>" +
      `<Code>${code}</Code></Error></DeleteResult>`,
  });
  await withCanned(() => answer("AccessDenied"), async (backend) => {
    const failure = await assertKind(
      () => backend.deleteKeys?.(["a"]) ?? Promise.resolve(),
      "PermissionDenied",
    );
    assertEquals(failure.transient, false);
  });
  await withCanned(() => answer("SlowDown"), async (backend) => {
    const failure = await assertKind(
      () => backend.deleteKeys?.(["a"]) ?? Promise.resolve(),
      "RateLimited",
    );
    assertEquals(failure.transient, true);
  });
});
