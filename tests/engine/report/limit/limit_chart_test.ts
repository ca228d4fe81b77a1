import { assertEquals } from "@std/assert";
import { limitChart } from "../../../../engine/report/limit/limit_chart.ts";
import { limitOfTarget } from "../../../../engine/report/limit/mod.ts";
import type { LimitTrial } from "../../../../engine/report/limit/mod.ts";
import { limitReport, trial, tried } from "./limit_fixture.ts";

function target(trials: readonly LimitTrial[]) {
  return limitOfTarget({
    target: "local",
    url: "file:///srv/x",
    found: { kind: "limit", perSecond: 2000 },
    trials,
  });
}

Deno.test("limitChart() has each rate once, in order, by its worst try", () => {
  const chart = limitChart(
    limitReport(),
    target([tried(4000, 7e6), tried(1000, 1e6), tried(1000, 2e6)]),
  );
  assertEquals(chart?.x, [1000, 4000]);
  assertEquals(
    chart?.series.map(({ name, values }) => [name, ...values]),
    [
      ["p50", 50_000, 50_000],
      ["p99", 2e6, 7e6],
      ["p99.9", 900_000, 900_000],
      ["p99 <= 5ms", 5e6, 5e6],
    ],
  );
  assertEquals(chart?.marks, [[4000, 8000]]);
});

Deno.test("limitChart() shows what was judged where it is no line yet", () => {
  const report = limitReport({ metric: "max", objective: "max <= 5ms" });
  const names = limitChart(report, target([trial({ measured: 3e6 })]))?.series
    .map(({ name }) => name);
  assertEquals(names, ["p50", "p99", "p99.9", "max, as judged", "max <= 5ms"]);
});

Deno.test("limitChart() counts what is no time, from nothing on", () => {
  const report = limitReport({
    metric: "errors",
    bound: 0,
    objective: "errors == 0",
  });
  const chart = limitChart(report, target([trial({ measured: 0 })]));
  assertEquals([chart?.yAxis, chart?.isLog], ["count", false]);
  assertEquals(chart?.series.map(({ values }) => values), [[0], [0]]);
});

Deno.test("limitChart() is nothing where nothing was measured", () => {
  const none = trial({ p50Ns: null, p99Ns: 0, p999Ns: null, measured: null });
  assertEquals(limitChart(limitReport(), target([none])), null);
  assertEquals(limitChart(limitReport(), target([])), null);
});
