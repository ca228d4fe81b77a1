import { assertEquals } from "@std/assert";
import { NullBackend } from "../../backends/null.ts";
import { chunkStream } from "../../backends/stream.ts";
import { assertKind } from "./_rejects.ts";

Deno.test("NullBackend takes bytes and keeps none", async () => {
  const backend = new NullBackend();
  assertEquals((await backend.put("k", new Uint8Array(7))).sizeBytes, 7);
  const body = chunkStream(new Uint8Array((1 << 20) + 1));
  assertEquals((await backend.putStream("k", body)).sizeBytes, (1 << 20) + 1);
  await backend.delete("k");
  await assertKind(() => backend.get("k"), "Unsupported");
  await assertKind(() => backend.list(), "Unsupported");
});
