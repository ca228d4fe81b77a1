/** The promises of cmd/completion.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";

Deno.test("completion prints a script for each shell it names", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const end = await runCli(["completion", shell]);
    assertEquals(end.exit, 0);
    assertStringIncludes(end.out, "stor-verify");
  }
});

Deno.test("completion refuses a shell it does not know", async () => {
  const end = await runCli(["completion", "fihs"]);
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, '(did you mean "fish"?)');
});
