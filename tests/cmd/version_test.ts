/** The promises of cmd/version.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";

Deno.test("version says which runtime and kernel it stands on", async () => {
  const end = await runCli(["version"]);
  assertEquals(end.exit, 0);
  assertStringIncludes(end.out, `deno     ${Deno.version.deno}`);
  assertStringIncludes(end.out, `kernel ${Deno.osRelease()}`);
});
