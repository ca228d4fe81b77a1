import { assert, assertEquals } from "@std/assert";
import { bundlePage, PAGE_SCRIPT } from "../../cmd/bundle_page.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

Deno.test("bundlePage() makes one script that needs nothing else", async () => {
  await bundlePage(ROOT);
  const script = await Deno.readTextFile(`${ROOT}/${PAGE_SCRIPT}`);
  assert(script.startsWith("/*! Charts: uPlot"), "the notice goes with it");
  assertEquals(/\bimport\s*[{(]|\brequire\(/.test(script), false);
  assert(script.length < 100_000, `${script.length} bytes in every report`);
});

Deno.test("bundlePage() leaves a script that is newer than its sources", async () => {
  await bundlePage(ROOT);
  assertEquals(await bundlePage(ROOT), false);
});
