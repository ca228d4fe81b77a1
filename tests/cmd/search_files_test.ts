import { assert, assertEquals, assertThrows } from "@std/assert";
import { bundlePage } from "../../cmd/bundle_page.ts";
import { checkSearchFiles, tellSearch } from "../../cmd/search_files.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { testContext } from "../_support/cli.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

function args(json?: string, html?: string) {
  return {
    text: (name: string) =>
      name === "json" ? json : name === "html" ? html : undefined,
  };
}

const TOLD = {
  report: { version: 1 },
  text: "the table\n",
  page: (script: string) => `<html>${script === "" ? "bare" : "drawn"}</html>`,
};

Deno.test("checkSearchFiles() refuses what cannot be written, before any run", () => {
  const context = testContext({ cwd: "/" });
  checkSearchFiles(context, args());
  checkSearchFiles(context, args("-"));
  checkSearchFiles(context, args("/tmp/x.json"));
  const refused = (json?: string, html?: string) =>
    assertThrows(
      () => checkSearchFiles(context, args(json, html)),
      UsageError,
    ).message;
  const folder = '"/nowhere-at-all" is not a folder that exists';
  assert(refused("nowhere-at-all/x.json").includes(folder));
  assert(refused(undefined, "nowhere-at-all/x.html").includes(folder));
  assert(refused("/tmp").includes("it is a folder: name a file in it"));
  assert(refused(undefined, "-").includes("name a file"));
  assert(refused("/tmp/x", "/tmp/x").includes("into one file"));
});

Deno.test("tellSearch() never mixes JSON with text", async () => {
  const plain = testContext();
  await tellSearch(plain, args(), TOLD);
  assertEquals([plain.out(), plain.err()], ["the table\n", ""]);
  const both = testContext();
  await tellSearch(both, args("-"), TOLD);
  assertEquals([JSON.parse(both.out()), both.err()], [TOLD.report, TOLD.text]);
});

Deno.test("tellSearch() writes files beside the text", async () => {
  await bundlePage(ROOT);
  const cwd = await Deno.makeTempDir();
  try {
    const context = testContext({ cwd });
    await tellSearch(context, args("r.json", "r.html"), TOLD);
    assertEquals(context.out(), TOLD.text);
    const text = await Deno.readTextFile(`${cwd}/r.json`);
    assertEquals(JSON.parse(text), TOLD.report);
    const html = await Deno.readTextFile(`${cwd}/r.html`);
    assertEquals(html, "<html>drawn</html>");
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
