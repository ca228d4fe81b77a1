import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { renderSummary, type Report } from "../../../../engine/report/mod.ts";
import { fullReport } from "../../../_support/full_report.ts";
import { copiesJudged } from "../../../_support/pipeline_fixture.ts";

Deno.test("renderSummary() begins with what was armed, and the verdict", () => {
  const [mark, , head] = renderSummary(fullReport()).split("\n");
  assertStringIncludes(mark ?? "", "FAULTS ARMED");
  assertEquals(head, "## ❌ stor-verify: wrong");
  const clean = renderSummary({ ...fullReport(), faultsArmed: [] });
  assertEquals(clean.startsWith("## ❌ stor-verify: wrong\n"), true);
});

Deno.test("renderSummary() has as many cells in each row as in its head", () => {
  const rows = renderSummary(fullReport()).split("\n")
    .filter((line) => line.startsWith("|"));
  assert(rows.length > 2);
  const cells = rows.map((line) => line.split(/(?<!\\)\|/).length);
  assertEquals(new Set(cells).size, 1);
});

Deno.test("renderSummary() marks percentiles of too few samples", () => {
  const row = renderSummary(fullReport()).split("\n")
    .find((line) => line.includes("| overwrite | write |"));
  assertStringIncludes(row ?? "", "?");
});

Deno.test("renderSummary() lets no name become markup", () => {
  const base = fullReport();
  const report: Report = {
    ...base,
    doubts: ["a <script>|</script> `b` *c*\n# d"],
    targets: [{ name: "x", url: "file:///a`b|c" }],
  };
  const text = renderSummary(report);
  assertStringIncludes(
    text,
    "a \\<script\\>\\|\\</script\\> \\`b\\` \\*c\\* \\# d",
  );
  assertStringIncludes(text, "`` file:///a`b\\|c ``");
});

Deno.test("renderSummary() counts the findings it does not list", () => {
  const base = fullReport();
  const [one] = base.findings;
  assert(one !== undefined);
  const findings = Array.from({ length: 13 }, () => one).filter((found) =>
    found !== undefined
  );
  const text = renderSummary({ ...base, findings, findingsOmitted: 4 });
  assertStringIncludes(text, "- and 7 more");
});

Deno.test("renderSummary() tells findings of copies with their command", () => {
  const findings = [{ key: "k", sentence: "It is another one" }];
  const pipeline = [copiesJudged("m", { findings })];
  const text = renderSummary({ ...fullReport(), findings: [], pipeline });
  assertStringIncludes(text, "- It is another one; again: `stor-verify run ");
});
