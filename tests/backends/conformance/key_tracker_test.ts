import { assertEquals } from "@std/assert";
import { KeyTracker } from "../../../backends/conformance/key_tracker.ts";
import { MemBackend } from "../../../backends/mem.ts";
import { chunkStream } from "../../../backends/stream.ts";

Deno.test("KeyTracker takes away every key, however it was made", async () => {
  const mem = new MemBackend({ url: "mem:" });
  await mem.put("mine", new Uint8Array());
  const tracker = new KeyTracker(mem);
  const { etag } = await tracker.put("a", new Uint8Array(1));
  await tracker.putIfAbsent("b", new Uint8Array(1));
  await tracker.putIfMatch("a", new Uint8Array(2), etag);
  await tracker.putStream("c", chunkStream(new Uint8Array(1)));
  await tracker.copy("a", "d");
  await tracker.rename("b", "e");
  const upload = await tracker.upload("f");
  await upload.complete([await upload.put(1, new Uint8Array(1))]);
  await tracker.put("", new Uint8Array()).catch(() => {});
  assertEquals(await tracker.clean(), []);
  assertEquals((await mem.list()).objects.map(({ key }) => key), ["mine"]);
});
