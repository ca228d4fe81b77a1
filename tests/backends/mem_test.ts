import { assertEquals } from "@std/assert";
import { MemBackend } from "../../backends/mem.ts";
import { assertKind } from "./_rejects.ts";

Deno.test("MemBackend keeps a copy of its own", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const bytes = new Uint8Array([1, 2, 3]);
  await mem.put("k", bytes);
  bytes.fill(9);
  (await mem.get("k")).fill(8);
  assertEquals(await mem.get("k"), new Uint8Array([1, 2, 3]));
});

Deno.test("MemBackend claims no sync and no block without a core", async () => {
  const mem = new MemBackend({ url: "mem:" });
  assertEquals(mem.capabilities.has("sync"), false);
  assertEquals(mem.capabilities.has("block"), false);
  await assertKind(() => mem.sync(), "Unsupported");
});

Deno.test("MemBackend words the failure of the body that it was handed", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("source is gone")),
  });
  const error = await assertKind(() => mem.putStream("k", body), "Unexpected");
  assertEquals(error.message.includes("source is gone"), true);
  await assertKind(() => mem.get("k"), "NotFound");
});
