/** The promises of cmd/faults.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";

Deno.test("faults lists every point with what it does", async () => {
  const text = await runCli(["faults"]);
  assertEquals(text.exit, 0);
  assertStringIncludes(text.out, "write.lost ");
  const json: { points: unknown[] } = JSON.parse(
    (await runCli(["faults", "--json"])).out,
  );
  assertEquals(text.out.trimEnd().split("\n").length, json.points.length);
});

Deno.test("faults says what to do when there is no library", async () => {
  const end = await runCli(["faults"], {
    env: { STOR_VERIFY_CORE: "/nowhere/libstorcore.so" },
  });
  assertEquals([end.exit, end.out], [3, ""]);
  assertStringIncludes(end.err, '"/nowhere/libstorcore.so"');
  assertStringIncludes(end.err, 'Run "deno task core"');
});
