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

/** Texts of the cells of the last table's rows. */
function lastRows(html: string): string[][] {
  const body = html.slice(html.lastIndexOf("<tbody>"));
  return body.split("<tr>").slice(1).map((row) =>
    [...row.matchAll(/<td[^>]*>([^<]*)</g)].map(([, text = ""]) => text)
  );
}

Deno.test("overviewSection() sums copies and tables of a target, beside lanes and alone", () => {
  const report = fullReport();
  const first = report.targets[0]!;
  const targets = [first, { ...first, name: "m" }, { ...first, name: "none" }];
  const trouble = { key: "k", sentence: "It differs" };
  const pipeline = [
    copiesJudged("m", { findings: [trouble], failed: [trouble] }),
  ];
  const table = [judgeTable(tableEnded({ findingsCount: 7, failedCount: 20 }))];
  const rowsOf = (changes: Partial<typeof report>) => {
    const shown = { ...report, targets, pipeline, table, ...changes };
    const { html } = markup`${overviewSection(shown)}`;
    return lastRows(html).map(([name, , ...cells]) => [name, ...cells]);
  };
  const alone = rowsOf({ steps: [] });
  assertEquals(alone[1], ["m", "4", "21", "-", "-", "-", "8"]);
  assertEquals(alone[2], ["none", "0", "0", "-", "-", "-", "0"]);
  const ofLanes = rowsOf({ pipeline: [], table: [] })[0];
  assertEquals(rowsOf({})[0], ofLanes);
  const own = {
    pipeline: [{ ...pipeline[0]!, target: first.name }],
    table: [],
  };
  const mixed = rowsOf(own)[0];
  assertEquals(Number(mixed?.[6]), Number(ofLanes?.[6]) + 1);
});
