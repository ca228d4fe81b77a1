import { assertEquals } from "@std/assert";
import { CRASH_TRIALS } from "../../../backends/crash/mod.ts";

Deno.test("CRASH_TRIALS have one id each, promises before bugs", () => {
  const ids = CRASH_TRIALS.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  const bugs = CRASH_TRIALS.map(({ isBug }) => isBug);
  assertEquals(bugs, bugs.toSorted((a, b) => Number(a) - Number(b)));
  assertEquals(bugs.filter((isBug) => isBug).length >= 6, true);
  assertEquals(ids.every((id) => /^[a-z]+(-[a-z]+)*$/.test(id)), true);
});
