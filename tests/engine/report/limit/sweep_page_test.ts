import { assert, assertEquals } from "@std/assert";
import { renderSweepPage } from "../../../../engine/report/limit/mod.ts";
import { sweepReport, swept } from "./sweep_fixture.ts";

const EVIL = "<script>x</script>";

const ROWS = [
  swept({ blockSizeBytes: 4096, depth: 1 }),
  swept({ blockSizeBytes: 1000, depth: 1 }, {
    ...{ outcome: "refused", reason: EVIL, measured: null },
  }),
];

Deno.test("renderSweepPage() has a row for every combination, and what failed", () => {
  const report = { ...sweepReport(ROWS), combinations: 5 };
  const html = renderSweepPage(report, "");
  assert(
    html.includes('data-path="rows.0.measured.p99Ns" data-value="100000"'),
  );
  assert(html.includes("3 of them not tried"));
  assert(html.includes("<b>refused</b> blockSize 1000 B, depth 1"));
  assertEquals(html.includes("<script>x"), false);
  assertEquals([...html.matchAll(/data-chart="/g)].length, 2);
});

Deno.test("renderSweepPage() shows a sweep that measured nothing", () => {
  const html = renderSweepPage(sweepReport(ROWS.slice(1)), "");
  assertEquals(html.includes("data-chart="), false);
  assert(renderSweepPage(sweepReport([]), "").includes("Sweep of"));
});
