import { assertEquals } from "@std/assert";
import { ChartBook } from "../../../../engine/report/html/chart_spec.ts";
import { stepSection } from "../../../../engine/report/html/step_section.ts";
import { fullReport } from "../../../_support/full_report.ts";
import { interval } from "../../../_support/report_fixture.ts";

const [FILL] = fullReport().steps;
if (FILL === undefined) throw new TypeError("has a step");

Deno.test("stepSection() draws no course of a second, and says so", () => {
  const book = new ChartBook();
  const { html } = stepSection(FILL, 0, book);
  assertEquals(html.includes("Too short for a course over time"), true);
  assertEquals(book.charts.map(({ title }) => title), [
    "Latency by share of operations",
  ]);
});

Deno.test("stepSection() draws rates and latencies over some seconds", () => {
  const book = new ChartBook();
  const intervals = Array.from({ length: 4 }, () => interval());
  stepSection({ ...FILL, intervals }, 0, book);
  assertEquals(book.charts.map(({ title }) => title), [
    "Throughput",
    "Operations",
    "Latency of write",
    "Latency by share of operations",
  ]);
});
