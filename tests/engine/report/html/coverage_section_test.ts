import { assertEquals } from "@std/assert";
import { coverageSection } from "../../../../engine/report/html/coverage_section.ts";
import { markup } from "../../../../engine/report/html/markup.ts";
import { fullReport } from "../../../_support/full_report.ts";

Deno.test("coverageSection() shows what was not compared beside what was", () => {
  const { html } = markup`${coverageSection(fullReport())}`;
  assertEquals(html.includes('class="compared" style="width:90.00%"'), true);
  assertEquals(html.includes('class="skipped" style="width:10.00%"'), true);
  assertEquals(html.includes("nothing read"), true);
  assertEquals(html.includes('data-path="coverage.badUnits"'), true);
});

Deno.test("coverageSection() is a sentence where no step moved blocks", () => {
  const report = fullReport();
  const names = Object.keys(report.coverage);
  const coverage = {
    ...report.coverage,
    ...Object.fromEntries(names.map((name) => [name, 0])),
  };
  const none = markup`${coverageSection({ ...report, steps: [], coverage })}`;
  assertEquals(none.html.includes("<table>"), false);
  const some = markup`${coverageSection({ ...report, steps: [] })}`;
  assertEquals(some.html.includes("<table>"), true);
});
