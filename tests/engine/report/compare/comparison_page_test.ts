import { assert, assertEquals } from "@std/assert";
import { compareReports } from "../../../../engine/report/compare/compare_reports.ts";
import { renderComparisonPage } from "../../../../engine/report/compare/comparison_page.ts";
import { groupOf, OPTIONS } from "./comparison_fixture.ts";

const EVIL = "<script>x</script>";

Deno.test("renderComparisonPage() has curves of all groups, escaped", () => {
  const groups = [
    groupOf(EVIL, [200e3, 201e3, 202e3, 203e3]),
    groupOf("B", [100e3, 101e3, 102e3, 103e3]),
  ];
  const comparison = compareReports(groups, OPTIONS);
  const html = renderComparisonPage({ comparison, groups, script: "" });
  assertEquals(html.includes("<script>x"), false);
  const [, list = "[]"] = /id="charts">(.*?)<\/script>/.exec(html) ?? [];
  const [chart] = JSON.parse(list);
  assertEquals(
    chart.series.map(({ name }: { name: string }) => name),
    [EVIL, "B"],
  );
  assert(html.includes('class="forest"'));
});

Deno.test("renderComparisonPage() points to what is beyond its picture", () => {
  const base = groupOf("A", [100e3, 101e3, 102e3, 103e3]);
  const page = (latencies: readonly number[]) => {
    const groups = [base, groupOf("B", latencies)];
    const comparison = compareReports(groups, OPTIONS);
    return renderComparisonPage({ comparison, groups, script: "" });
  };
  const near = page([110e3, 111e3, 112e3, 113e3]);
  assertEquals(near.includes('class="on"'), false);
  assert(near.includes("<circle"));
  const far = page([300e3, 301e3, 302e3, 303e3]);
  assert(far.includes('class="on" d="M163'), "more than the picture shows");
});
