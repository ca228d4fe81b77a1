import { assertEquals } from "@std/assert";
import { sweepExit, sweepRows } from "../../../../engine/report/limit/mod.ts";
import { rowName } from "../../../../engine/report/limit/sweep_report.ts";
import { reportOf } from "./limit_fixture.ts";
import { sweepReport, swept } from "./sweep_fixture.ts";

Deno.test("sweepRows() adds up the rates of a step, and takes its slowest operation", () => {
  const [row, ...others] = sweepRows(reportOf({}), {
    ...{ change: { depth: 4 }, step: "fill", outcome: "done", reason: "" },
  });
  assertEquals(others, []);
  assertEquals([row?.target, row?.outcome], ["local", "done"]);
  const figures = row?.measured;
  assertEquals(
    [figures?.bytesPerSecond, figures?.opsPerSecond, figures?.op],
    [4_096_000, 1000, "write"],
  );
});

Deno.test("sweepRows() has a row also for a target whose step never ran", () => {
  const [row] = sweepRows(reportOf({}), {
    ...{ change: { depth: 4 }, step: "mix", outcome: "failed", reason: "No" },
  });
  assertEquals([row?.measured, row?.outcome, row?.reason], [
    null,
    "failed",
    "No",
  ]);
});

Deno.test("sweepExit() is the gravest row", () => {
  const exit = (...outcomes: Parameters<typeof swept>[1][]) =>
    sweepExit(sweepReport(outcomes.map((changes) => swept({}, changes))));
  assertEquals(exit({}, {}), 0);
  assertEquals(exit({}, { outcome: "refused" }), 2);
  assertEquals(exit({ outcome: "refused" }, { outcome: "interrupted" }), 130);
  assertEquals(exit({ outcome: "interrupted" }, { outcome: "failed" }), 3);
  assertEquals(exit({ outcome: "failed" }, { outcome: "wrong" }), 1);
});

Deno.test("rowName() names the target where there are several", () => {
  const row = swept({ depth: 4, blockSizeBytes: 4096 });
  assertEquals(rowName(row, { rows: [row] }), "blockSize 4 KiB, depth 4");
  const other = { ...row, target: "lab" };
  assertEquals(
    rowName(other, { rows: [row, other] }),
    "blockSize 4 KiB, depth 4 on lab",
  );
});
