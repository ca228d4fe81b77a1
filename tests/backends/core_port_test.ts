import { assertEquals } from "@std/assert";
import { type CorePort } from "../../backends/mod.ts";
import { isCoreFailure } from "../../backends/core_port.ts";
import { CoreError, loadCore } from "../../ffi/mod.ts";

Deno.test("isCoreFailure() knows the core's own errors, and no others", () => {
  const options = { status: -28, operation: "open space" };
  assertEquals(isCoreFailure(new CoreError("x", options)), true);
  assertEquals(isCoreFailure(new Error("x")), false);
  assertEquals(isCoreFailure({ status: 1, statusName: "X" }), false);
});

Deno.test("the real core is a CorePort", () => {
  using core = loadCore();
  const port: CorePort = core;
  assertEquals(typeof port.probeUring(), "number");
});
