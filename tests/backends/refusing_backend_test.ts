import { assertEquals } from "@std/assert";
import type { Capability } from "../../backends/mod.ts";
import { RefusingBackend } from "../../backends/refusing_backend.ts";
import { chunkStream } from "../../backends/stream.ts";
import { assertKind } from "./_rejects.ts";

class Nothing extends RefusingBackend {
  readonly url = "nothing:";
  readonly capabilities: ReadonlySet<Capability> = new Set();
}

Deno.test("RefusingBackend refuses every call, and names the promise", async () => {
  const none = new Nothing();
  const bytes = new Uint8Array();
  const calls = [
    () => none.put("k", bytes),
    () => none.putIfAbsent("k", bytes),
    () => none.putIfMatch("k", bytes, "x"),
    () => none.putStream("k", chunkStream(bytes)),
    () => none.get("k"),
    () => none.getRange("k", { start: 0, end: 1 }),
    () => none.getStream("k"),
    () => none.head("k"),
    () => none.list(),
    () => none.delete("k"),
    () => none.copy("k", "l"),
    () => none.rename("k", "l"),
    () => none.upload("k"),
    () => none.sync(),
  ];
  for (const call of calls) {
    const error = await assertKind(call, "Unsupported");
    assertEquals(error.message.includes("does not claim"), true);
  }
});
