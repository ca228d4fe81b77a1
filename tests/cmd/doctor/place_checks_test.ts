/** The promises of cmd/doctor/place_checks.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  checkFreeSpace,
  checkRunsFolder,
} from "../../../cmd/doctor/place_checks.ts";

Deno.test("checkFreeSpace() notes a place without room", () => {
  assertEquals(checkFreeSpace("/p", () => 2 ** 31).text, '2.0 GiB in "/p"');
  const small = checkFreeSpace("/p", () => 2 ** 20);
  assertEquals(small.state, "limited");
  assertStringIncludes(small.remedy ?? "", "--size 64MiB");
});

Deno.test("checkFreeSpace() asks a real file system, and says when it cannot", () => {
  assertEquals(checkFreeSpace("/nowhere/at/all").state, "limited");
  assertStringIncludes(checkFreeSpace("/").text, "GiB");
});

Deno.test("checkRunsFolder() takes a folder that can be made, and makes none", async () => {
  const folder = await Deno.makeTempDir();
  const check = checkRunsFolder(() => `${folder}/a/b`);
  assertEquals(check.state, "works");
  assertEquals([...Deno.readDirSync(folder)], []);
  await Deno.remove(folder);
});

Deno.test("checkRunsFolder() calls a place it cannot write essential", () => {
  const check = checkRunsFolder(() => "/proc/none/runs");
  assertEquals([check.state, check.essential], ["missing", true]);
  assertStringIncludes(check.remedy ?? "", "--runs DIR");
});
