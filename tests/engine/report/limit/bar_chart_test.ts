import { assert, assertEquals } from "@std/assert";
import { barChart } from "../../../../engine/report/limit/bar_chart.ts";

function bar(label: string, value: number | null) {
  return { label, value, text: value === null ? "-" : String(value) };
}

function cells(line: string | undefined): number {
  return [...line ?? ""].filter((sign) => sign === "#").length;
}

Deno.test("barChart() draws lengths in proportion", () => {
  const lines = barChart([bar("a", 50), bar("b", 100), bar("c", 0)], {
    isLog: false,
  });
  const [half = 0, whole = 0, none] = lines.map(cells);
  assert(Math.abs(whole - 2 * half) <= 1);
  assertEquals(none, 0);
});

Deno.test("barChart() draws equal ratios as equal steps where asked", () => {
  const [one = 0, two = 0, three = 0] = barChart(
    [bar("a", 10), bar("b", 100), bar("c", 1000)],
    { isLog: true },
  ).map(cells);
  assert(Math.abs((three - two) - (two - one)) <= 1);
  assert(one > 0);
});

Deno.test("barChart() puts the mark in one column, beyond bars and within", () => {
  const lines = barChart([bar("a", 1), bar("b", 50), bar("c", 100)], {
    isLog: false,
    mark: 60,
  });
  const columns = new Set(lines.map((line) => line.indexOf("|")));
  assertEquals(columns.size, 1);
  assert(lines[2]?.includes("|#"));
});

Deno.test("barChart() has a line for what was not measured, and 80 columns", () => {
  assertEquals(barChart([], { isLog: true }), []);
  const lines = barChart(
    [bar("a long label of a combination", null), bar("b", 7)],
    { isLog: true, mark: 7 },
  );
  assertEquals(lines.length, 2);
  assert(lines.every((line) => line.length <= 80));
  assertEquals(cells(lines[0]), 0);
});
