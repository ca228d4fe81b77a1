import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  judgeTable,
  openTables,
  tableFailures,
  tablesWrong,
} from "../../../engine/report/table_judgement.ts";
import { tableEnded } from "../../_support/table_load_fixture.ts";

Deno.test("judgeTable() makes rates and percentiles, and never passes nothing", () => {
  const judged = judgeTable(tableEnded());
  assertEquals(
    [judged.verdict, judged.appendsPerSecond, judged.rowsPerSecond],
    ["held", 1, 1000],
  );
  assertEquals([judged.p50Ns, judged.maxNs], [1e6, 3e6]);
  const verdicts = [
    { comparedRows: 0 },
    { appended: 1 },
    { findingsCount: 1 },
    { failed: [{ key: "k", sentence: "s" }] },
    { isStopped: true },
  ].map((report) => judgeTable(tableEnded(report)).verdict);
  assertEquals(verdicts, ["nothing", "nothing", "broken", "failed", "stopped"]);
});

Deno.test("tableFailures() counts those that were not kept, as far as it is told", () => {
  const failed = [{ key: "k", sentence: "s" }];
  assertEquals(tableFailures({ failed }), 1);
  assertEquals(tableFailures({ failed, failedCount: 30 }), 30);
});

Deno.test("openTables() and tablesWrong() tell what is not held", () => {
  const held = judgeTable(tableEnded());
  assertEquals([openTables({ table: [held] }), openTables({})], [null, null]);
  const half = judgeTable(tableEnded({ appended: 1 }));
  assertStringIncludes(openTables({ table: [held, half] }) ?? "", "1 of 2");
  const wrong = judgeTable(tableEnded({ findingsCount: 3 }));
  assertEquals(tablesWrong({ table: [wrong, wrong] }), 6);
});
