import { assert, assertEquals } from "@std/assert";
import { markup } from "../../../../engine/report/html/markup.ts";
import { overviewSection } from "../../../../engine/report/html/overview_section.ts";
import { judgeTable } from "../../../../engine/report/table_judgement.ts";
import { fullReport } from "../../../_support/full_report.ts";
import { copiesJudged } from "../../../_support/pipeline_fixture.ts";
import { tableEnded } from "../../../_support/table_load_fixture.ts";

Deno.test("overviewSection() has a row for each operation and target", () => {
  const report = fullReport();
  const { html } = markup`${overviewSection(report)}`;
  assertEquals(html.includes('href="#step-1"'), true);
  for (const { url } of report.targets) assertEquals(html.includes(url), true);
  assertEquals(overviewSection({ ...report, steps: [] }), null);
});

Deno.test("overviewSection() has a row for copies and for commits", () => {
  const { html } = markup`${
    overviewSection({
      ...fullReport(),
      steps: [],
      pipeline: [copiesJudged("m", {})],
      table: [judgeTable(tableEnded())],
    })
  }`;
  assert(html.includes('href="#copies-0"') && html.includes("commit"));
  assert(html.includes('data-path="table.0.p99Ns" data-value="3000000"'));
});

Deno.test("overviewSection() shows no rates of a table that was only read again", () => {
  const back = judgeTable(tableEnded({ isReadBack: true, latenciesNs: [] }));
  const { html } = markup`${
    overviewSection({ ...fullReport(), steps: [], pipeline: [], table: [back] })
  }`;
  assert(html.includes("read again") && !html.includes("commit<"));
  assert(!html.includes("table.0.bytesPerSecond"));
});
