/** The suites of this checkout. */
import { assert, assertEquals } from "@std/assert";
import { findSuites } from "./suites.ts";

Deno.test("findSuites() finds this suite, the house first", async () => {
  const suites = await findSuites(new URL("../../", import.meta.url));
  const names = suites.map((suite) => suite.name);
  assertEquals(names[0], "house");
  assert(names.includes("support"));
  assertEquals(names.length, new Set(names).size);
});
