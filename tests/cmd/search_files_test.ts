import { assertEquals, assertThrows } from "@std/assert";
import { checkJsonPath, tellSearch } from "../../cmd/search_files.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { testContext } from "../_support/cli.ts";

function args(json?: string) {
  return { text: (name: string) => name === "json" ? json : undefined };
}

const TOLD = { report: { version: 1 }, text: "the table\n" };

Deno.test("checkJsonPath() refuses a folder that is not there, before any run", () => {
  const context = testContext({ cwd: "/" });
  checkJsonPath(context, args());
  checkJsonPath(context, args("-"));
  checkJsonPath(context, args("/tmp/x.json"));
  assertThrows(
    () => checkJsonPath(context, args("nowhere-at-all/x.json")),
    UsageError,
    '"/nowhere-at-all" is not a folder that exists',
  );
});

Deno.test("tellSearch() never mixes JSON with text", async () => {
  const plain = testContext();
  await tellSearch(plain, args(), TOLD);
  assertEquals([plain.out(), plain.err()], ["the table\n", ""]);
  const both = testContext();
  await tellSearch(both, args("-"), TOLD);
  assertEquals([JSON.parse(both.out()), both.err()], [TOLD.report, TOLD.text]);
});

Deno.test("tellSearch() writes a file beside the text", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    const context = testContext({ cwd });
    await tellSearch(context, args("r.json"), TOLD);
    assertEquals(context.out(), TOLD.text);
    const text = await Deno.readTextFile(`${cwd}/r.json`);
    assertEquals(JSON.parse(text), TOLD.report);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
