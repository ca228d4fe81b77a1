/** The promises of cmd/profiles.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { builtinProfileNames, parseProfile } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";

Deno.test("profiles list names each built-in profile with what it does", async () => {
  const end = await runCli(["profiles", "list"]);
  assertEquals(end.exit, 0);
  const names = end.out.trimEnd().split("\n").map((line) => line.split(" ")[0]);
  assertEquals(names, [...builtinProfileNames()]);
});

Deno.test("profiles show prints a profile that can be used again", async () => {
  for (const name of builtinProfileNames()) {
    const { out } = await runCli(["profiles", "show", name]);
    assertEquals(parseProfile(out, { source: name }).name, name);
  }
});

Deno.test("profiles schema prints JSON", async () => {
  const { out } = await runCli(["profiles", "schema"]);
  assertEquals(typeof JSON.parse(out), "object");
});

Deno.test("profiles refuses a name it does not know, or does not want", async () => {
  const unknown = await runCli(["profiles", "show", "qiuck"]);
  assertEquals(unknown.exit, 2);
  assertStringIncludes(unknown.err, '"quick"');
  assertEquals((await runCli(["profiles", "show"])).exit, 2);
  assertEquals((await runCli(["profiles", "list", "x"])).exit, 2);
});
