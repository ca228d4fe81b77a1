import { assertEquals } from "@std/assert";
import {
  ChartBook,
  type HeatChart,
} from "../../../../engine/report/html/chart_spec.ts";

const CHART: HeatChart = {
  kind: "heat",
  title: "a <b>",
  starts: [0],
  ends: [1],
  columns: [[40, 1]],
  firstClass: 40,
  edgesNs: [1, 2],
  countMax: 1,
  group: "g",
};

Deno.test("ChartBook numbers its charts as the page finds them", () => {
  const book = new ChartBook();
  book.add(CHART);
  const { html } = book.add(CHART, "note");
  assertEquals(book.charts.length, 2);
  assertEquals(html.includes('data-chart="1"'), true);
  assertEquals(html.includes("a &#60;b&#62;"), true);
});
