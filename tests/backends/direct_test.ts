import { assertEquals } from "@std/assert";
import { parseUrl } from "../../backends/mod.ts";
import { openDirect } from "../../backends/direct.ts";
import { DiskCore } from "./_disk_core.ts";

Deno.test("direct: tells the alignment that its loads need", async () => {
  const url = parseUrl("direct:///tmp");
  const target = { name: "t", url, settings: {} };
  const backend = await openDirect(target, { core: new DiskCore() });
  const facts = await backend.block?.facts();
  assertEquals([facts?.alignBytes, facts?.direct], [512, true]);
});
