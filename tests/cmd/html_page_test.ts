import { assert, assertRejects } from "@std/assert";
import { bundlePage } from "../../cmd/bundle_page.ts";
import { htmlPage, pageMistakes, pageScript } from "../../cmd/html_page.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { fullReport } from "../_support/full_report.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const NOWHERE = new URL("file:///nowhere/page.js");

Deno.test("htmlPage() is the page with the script in it", async () => {
  await bundlePage(ROOT);
  const html = await htmlPage(fullReport());
  assert(html.includes("Charts: uPlot"));
  assert(html.includes('id="overview"'));
});

Deno.test("pageScript() says what makes it where it is not made", async () => {
  await assertRejects(
    () => pageScript(NOWHERE),
    UsageError,
    'run "deno task page"',
  );
});

Deno.test("pageMistakes() knows it before a run", () => {
  assert(pageMistakes(NOWHERE).length === 1);
});
