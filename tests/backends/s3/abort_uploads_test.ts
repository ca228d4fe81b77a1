/** The promises of backends/s3/abort_uploads.ts, over our own endpoint. */
import { assertEquals } from "@std/assert";
import { withCanned } from "./_canned.ts";
import { withBackend, withEndpoint } from "./_s3_server.ts";

const PART = new Uint8Array(16);

Deno.test("abortUploads() ends what was begun below a prefix, and nothing else", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    await withBackend(`${targetUrl}/place`, settings, async (backend) => {
      const [own, other] = await Promise.all(
        ["sv-1/a", "sv-10/a"].map((key) => backend.upload(key)),
      );
      const more = await backend.upload("sv-1/b");
      await more.put(1, PART);
      const unfinished = await backend.unfinished?.("sv-1/") ?? [];
      const names = unfinished.map(({ name }) => name);
      assertEquals(names.sort(), ["sv-1/a", "sv-1/b"]);
      await unfinished[1]?.remove();
      await unfinished[1]?.remove();
      assertEquals(await backend.abortUploads?.("sv-1/"), 1);
      assertEquals(await backend.abortUploads?.("sv-1/"), 0);
      const part = await other?.put(1, PART);
      if (part === undefined) throw new TypeError("no upload");
      await other?.complete([part]);
      assertEquals((await backend.list()).objects.map(({ key }) => key), [
        "sv-10/a",
      ]);
      await own?.abort().catch(() => {});
    });
  });
});

Deno.test("abortUploads() has nothing to end where there are no uploads", async () => {
  const unknown = {
    status: "501 Not Implemented",
    body: "<Error><Code>NotImplemented</Code></Error>",
  };
  await withCanned(() => unknown, async (backend) => {
    assertEquals(await backend.abortUploads?.("sv-1/"), 0);
  });
});
