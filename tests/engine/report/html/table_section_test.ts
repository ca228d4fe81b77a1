import { assert, assertEquals } from "@std/assert";
import { ChartBook } from "../../../../engine/report/html/chart_spec.ts";
import { tableSection } from "../../../../engine/report/html/table_section.ts";
import { judgeTable } from "../../../../engine/report/table_judgement.ts";
import { tableEnded } from "../../../_support/table_load_fixture.ts";

const COURSE = [0, 1, 2].map((at) => ({
  ...{ startNs: at * 1e9, endNs: (at + 1) * 1e9, count: 1, bytes: 10 },
  ...{ retries: 2, p50Ns: 1, p99Ns: 1, maxNs: 1 },
}));

Deno.test("tableSection() has commits and attempts over time, and its figures", () => {
  const book = new ChartBook();
  const judged = judgeTable(tableEnded({ course: COURSE }));
  const { html } = tableSection(judged, 1, book);
  assertEquals(book.charts.map(({ title }) => title), [
    "Throughput",
    "Commits a second",
    "How long commits took",
  ]);
  assert(html.includes('data-path="table.1.rowsPerSecond" data-value="1000"'));
});

Deno.test("tableSection() counts findings also beyond those that are kept", () => {
  const judged = judgeTable(
    tableEnded({
      findings: [{ key: "rows", sentence: "Row 3 is another one" }],
      failed: [{ key: "append 3", sentence: "It is away" }],
      ...{ findingsCount: 9, failedCount: 5, latenciesNs: [] },
    }),
  );
  const { html } = tableSection(judged, 0, new ChartBook());
  assert(html.includes("Row 3 is another one") && html.includes("and 8 more"));
  assert(html.includes("It is away") && html.includes("and 4 more"));
  assert(html.includes('class="step bad"'));
});

Deno.test("tableSection() shows no commits of a table that was only read again", () => {
  const judged = judgeTable(tableEnded({
    ...{ isReadBack: true, keptAt: "s3://b/kept", latenciesNs: [] },
  }));
  const { html } = tableSection(judged, 0, new ChartBook());
  assert(html.includes("acknowledged") && html.includes("nobody was told"));
  assert(html.includes("<code>s3://b/kept</code>"));
  for (const word of ["appends/s", "conflicts", "MB/s"]) {
    assert(!html.includes(word), word);
  }
});

Deno.test("tableSection() shows what commits waited beside what they took", () => {
  const judged = judgeTable(tableEnded({ waitsNs: [7e6, 5e6] }));
  const { html } = tableSection(judged, 2, new ChartBook());
  assert(
    html.includes('data-path="table.2.waited.p99Ns" data-value="7000000"'),
  );
  assert(html.includes('data-path="table.2.p99Ns" data-value="3000000"'));
});
