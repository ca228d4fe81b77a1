import { assertEquals } from "@std/assert";
import { parseUrl } from "../../backends/mod.ts";
import { openFileTarget } from "../../backends/file.ts";
import { DiskCore } from "./_disk_core.ts";

Deno.test("file: tells the alignment that its loads need", async () => {
  const url = parseUrl("file:///tmp");
  const target = { name: "t", url, settings: {} };
  const backend = await openFileTarget(target, { core: new DiskCore() });
  const facts = await backend.block?.facts();
  assertEquals([facts?.alignBytes, facts?.direct], [1, false]);
});
