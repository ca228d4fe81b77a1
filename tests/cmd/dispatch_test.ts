/** The promises of cmd/dispatch.ts. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";

Deno.test("main() prints the version for --version and -V", async () => {
  for (const flag of ["--version", "-V"]) {
    const end = await runCli([flag]);
    assertEquals(end.exit, 0);
    assertMatch(end.out, /^stor-verify \d+\.\d+\.\d+\n$/);
  }
});

Deno.test("main() prints the overview without a command", async () => {
  const bare = await runCli([]);
  assertEquals(bare.exit, 0);
  assertEquals(bare.out, (await runCli(["--help"])).out);
  assertEquals(bare.out, (await runCli(["help"])).out);
});

Deno.test("main() prints the same help for help X and X --help", async () => {
  const end = await runCli(["help", "version"]);
  assertEquals(end, await runCli(["version", "-h"]));
  assertStringIncludes(end.out, "Usage: stor-verify version [flags]");
});

Deno.test("main() refuses an unknown command and names the nearest", async () => {
  assertEquals(await runCli(["versoin"]), {
    exit: 2,
    out: "",
    err: 'stor-verify: Unknown command "versoin" (did you mean "version"?)\n' +
      'See "stor-verify --help"\n',
  });
});

Deno.test("main() says that the command comes before its flags", async () => {
  const end = await runCli(["--profile", "quick", "run"]);
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, 'Unknown flag "--profile" before a command');
});

Deno.test("main() ends with 141 and in silence when its reader leaves", async () => {
  const end = await runCli(["--help"], { pipeClosesAfter: 10 });
  assertEquals(end, { exit: 141, out: "", err: "" });
});
