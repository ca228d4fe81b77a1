import { assertEquals } from "@std/assert";
import {
  courseOps,
  curveChart,
  curvesChart,
  heatChart,
  latencyChart,
  opColor,
  rateCharts,
} from "../../../../engine/report/html/step_charts.ts";
import { fullReport } from "../../../_support/full_report.ts";
import { interval } from "../../../_support/report_fixture.ts";

const [FILL] = fullReport().steps;
if (FILL === undefined) throw new TypeError("has a step");
const { ops, ...ROW } = interval();
const STEP = {
  ...FILL,
  startNs: 1e9,
  intervals: [
    {
      ...ROW,
      isWarmup: true,
      ops: { ...ops, write: { ...ops.write, classes: [66, 900, 100] } },
    },
    { ...ROW, startNs: 2e9, endNs: 4e9, findings: 1, ops },
  ],
};

Deno.test("rateCharts() are rates of each second, whatever its length", () => {
  const [bytes, count] = rateCharts(STEP, "g");
  assertEquals(bytes?.series[0]?.values, [
    4_096_000,
    4_096_000,
    2_048_000,
    2_048_000,
  ]);
  assertEquals(count?.series[0]?.values, [1000, 1000, 500, 500]);
  assertEquals(count?.x, [0, 1, 1, 3]);
  assertEquals([count?.shaded, count?.marks], [[[0, 1]], [[1, 3]]]);
});

Deno.test("latencyChart() has the percentiles that rows have", () => {
  const { series } = latencyChart(STEP, "write", "g");
  assertEquals(series.map(({ name }) => name), ["max", "p99", "p50"]);
  assertEquals(series[0]?.values, [100_000, 100_000, 100_000, 100_000]);
});

Deno.test("heatChart() keeps every operation in its class", () => {
  const chart = heatChart(STEP, "write", "g");
  assertEquals(chart?.columns, [[66, 900, 100], []]);
  assertEquals([chart?.firstClass, chart?.edgesNs.length], [66, 3]);
  assertEquals(chart?.countMax, 900);
  assertEquals(heatChart(STEP, "read", "g"), null);
});

Deno.test("curveChart() tells response from service", () => {
  const open = fullReport().steps.find(({ openLoop }) => openLoop);
  const names = curveChart(open?.ops ?? [])?.series.map(({ name }) => name);
  assertEquals(names, ["read service", "read response", "write"]);
  assertEquals(curveChart([]), null);
});

Deno.test("curvesChart() gives each curve a value or null for each share", () => {
  const found = FILL.ops[0]?.service;
  if (!found) throw new TypeError("has latencies");
  const chart = curvesChart("t", [{ name: "a", color: "c0", found }]);
  assertEquals(chart.series[0]?.values.length, chart.x.length);
});

Deno.test("courseOps() and opColor() know what happened, alike everywhere", () => {
  assertEquals(courseOps(STEP), ["write"]);
  assertEquals([opColor("read"), opColor("write")], ["c0", "c1"]);
});
