import { assert, assertEquals } from "@std/assert";
import { ChartBook } from "../../../../engine/report/html/chart_spec.ts";
import { copySection } from "../../../../engine/report/html/copy_section.ts";
import { copiesJudged } from "../../../_support/pipeline_fixture.ts";

const COURSE = [0, 1, 2].map((at) => ({
  ...{ startNs: at * 1e9, endNs: (at + 1) * 1e9, count: 1, bytes: 10 },
  ...{ retries: 0, p50Ns: 1, p99Ns: 1, maxNs: 1, heldBytesMax: 5 },
}));

Deno.test("copySection() has charts over time, and figures of the report", () => {
  const book = new ChartBook();
  const { html } = copySection(copiesJudged("m", { course: COURSE }), 2, book);
  assertEquals(book.charts.map(({ title }) => title), [
    "Throughput",
    "Copies a second",
    "How long copies took",
    "Memory of the queues",
  ]);
  assert(html.includes('id="copies-2"'));
  assert(html.includes('data-path="pipeline.2.p99Ns" data-value="3000000"'));
});

Deno.test("copySection() shows findings and the command that copies again", () => {
  const findings = [{ key: "<k>", sentence: "It is another one" }];
  const { html } = copySection(
    copiesJudged("m", { findings, memoryPeakBytes: 1 << 30 }),
    0,
    new ChartBook(),
  );
  assert(html.includes('class="step bad"') && html.includes("&#60;k&#62;"));
  assert(html.includes("Copy them again: <code>stor-verify run"));
  assert(html.includes('class="bad" data-path="pipeline.0.memoryPeakBytes"'));
});
