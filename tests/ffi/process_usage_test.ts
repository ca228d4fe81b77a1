import { assert } from "@std/assert";
import { loadCore } from "../../ffi/mod.ts";

Deno.test("readUsage() tells of a process that lives, and only grows", () => {
  using core = loadCore();
  const before = core.usage();
  const after = core.usage();
  assert(before.residentBytes > 1 << 20, `${before.residentBytes}`);
  assert(after.residentBytesMax >= before.residentBytesMax);
  assert(after.userNs >= before.userNs && after.userNs > 0);
});
