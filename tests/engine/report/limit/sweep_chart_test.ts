import { assertEquals } from "@std/assert";
import { sweepCharts } from "../../../../engine/report/limit/sweep_chart.ts";
import { sweepReport, swept } from "./sweep_fixture.ts";

const KiB = 1024;

const ROWS = [
  swept({ blockSizeBytes: 4 * KiB, depth: 1 }),
  swept({ blockSizeBytes: 4 * KiB, depth: 16 }),
  swept({ blockSizeBytes: 64 * KiB, depth: 1 }),
  swept({ blockSizeBytes: 256 * KiB, depth: 1 }, {
    ...{ outcome: "failed", reason: "no", measured: null },
  }),
];

Deno.test("sweepCharts() go along the key with the most values", () => {
  const [bytes, p99] = sweepCharts(sweepReport(ROWS));
  assertEquals([bytes?.xName, bytes?.xAxis], ["blockSize", "size"]);
  assertEquals(bytes?.x, [4 * KiB, 64 * KiB]);
  assertEquals(bytes?.series.map(({ name, values }) => [name, ...values]), [
    ["depth 1", 4096e3, 65536e3],
    ["depth 16", 65536e3, null],
  ]);
  assertEquals(p99?.series[1]?.values, [1.6e6, null]);
});

Deno.test("sweepCharts() compare operations where blocks are of one size", () => {
  const rows = [swept({ depth: 1 }), swept({ depth: 4 }, { target: "b" })];
  const report = { ...sweepReport(rows), varied: ["depth" as const] };
  const [ops] = sweepCharts(report);
  assertEquals([ops?.yAxis, ops?.xAxis], ["count", "count"]);
  assertEquals(ops?.series.map(({ name }) => name), ["local", "b"]);
  const [alone] = sweepCharts({ ...report, rows: rows.slice(0, 1) });
  assertEquals(alone?.series.map(({ name }) => name), ["skewed"]);
});

Deno.test("sweepCharts() are none where nothing was measured", () => {
  assertEquals(sweepCharts(sweepReport(ROWS.slice(3))), []);
  assertEquals(sweepCharts(sweepReport([])), []);
});
