import { assert, assertEquals } from "@std/assert";
import { compareReports } from "../../../../engine/report/compare/compare_reports.ts";
import {
  chanceNote,
  metricName,
  renderComparison,
  valueText,
} from "../../../../engine/report/compare/comparison_text.ts";
import { groupOf, OPTIONS } from "./comparison_fixture.ts";

const COMPARISON = compareReports([
  groupOf("file:///mnt/a/long/name", [200e3, 201e3, 202e3, 203e3]),
  groupOf("B", [100e3, 101e3, 102e3, 103e3]),
], OPTIONS);

Deno.test("renderComparison() fits a terminal and prints its seed", () => {
  const text = renderComparison(COMPARISON);
  for (const line of text.split("\n")) assert(line.length <= 80, line);
  assert(text.includes("seed 1"));
  assert(text.includes("A = file:///mnt/a/long/name (4 runs)"));
  assert(text.includes("faster"));
});

Deno.test("renderComparison() of one group is its spread", () => {
  const text = renderComparison(
    compareReports([groupOf("A", [1e5, 3e5])], OPTIONS),
  );
  assert(/lowest +highest/.test(text));
  assert(/p99 us +200\.\d +100\.\d +300\.\d/.test(text), text);
});

Deno.test("chanceNote() counts what chance alone may show", () => {
  const rows = Array.from({ length: 5 }, () => COMPARISON.rows).flat();
  assert(chanceNote(rows)[0]?.includes("about 2"));
  assertEquals(chanceNote([]), []);
});

Deno.test("metricName() and valueText() share the unit of the base", () => {
  const row = COMPARISON.rows.find(({ metric }) => metric === "p50");
  if (row === undefined) throw new TypeError("has a median");
  assertEquals([metricName(row), valueText(150e3, row)], ["p50 us", "150.0"]);
});
