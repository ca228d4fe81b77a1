/** What a suite's report cannot show is not lost. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { judge, runSuite } from "./suite_run.ts";
import { describeSuite } from "./suites.ts";
import { readTotal } from "./total.ts";

const ONE_PASSED = '<testsuite ><testcase name="a"></testcase></testsuite>';
const ONE_FAILED =
  '<testsuite ><testcase name="a"><failure/></testcase></testsuite>';

Deno.test("judge() adds nothing to a report that says it all", () => {
  assertEquals(judge({ code: 0, junit: ONE_PASSED, hung: false }).lost, 0);
  assertEquals(judge({ code: 1, junit: ONE_FAILED, hung: false }).lost, 0);
});

Deno.test("judge() counts a crash behind passed tests", () => {
  assertEquals(judge({ code: 1, junit: ONE_PASSED, hung: false }).lost, 1);
  assertEquals(judge({ code: 134, junit: "", hung: false }).lost, 1);
});

Deno.test("judge() counts a suite that ran nothing or hung", () => {
  assertEquals(judge({ code: 0, junit: "", hung: false }).lost, 1);
  assertEquals(judge({ code: 143, junit: ONE_PASSED, hung: true }).lost, 1);
});

Deno.test("describeSuite() gives the engine no permission", () => {
  assertEquals(describeSuite("engine").args, ["tests/engine"]);
  assertEquals(describeSuite("ffi").args, ["-A", "tests/ffi"]);
});

Deno.test("runSuite() loses neither results nor a file that fails to load", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const write = (name: string, text: string) =>
      Deno.writeTextFile(`${folder}/${name}_test.ts`, text);
    await write("good", 'Deno.test("a", () => {});');
    const suite = { name: "planted", args: [folder], needsCore: false };
    let printed = "";
    const options = {
      root: new URL("../../", import.meta.url),
      print: (output: Uint8Array) => {
        printed = new TextDecoder().decode(output);
      },
    };
    const good = await runSuite(suite, options);
    assertEquals([readTotal(good.junit).passed, good.lost], [1, 0]);
    await write("bad", 'throw new Error("top level");');
    const bad = await runSuite(suite, options);
    assertEquals([readTotal(bad.junit).passed, bad.lost], [1, 1]);
    assertStringIncludes(printed, "top level");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
