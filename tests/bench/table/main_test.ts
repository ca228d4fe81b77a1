import { assertEquals } from "@std/assert";
import { held } from "../../../bench/table/main.ts";
import { isMissed } from "../../../bench/versus/bar_rows.ts";
import { judgeTable } from "../../../engine/report/table_judgement.ts";
import { tableEnded } from "../../_support/table_load_fixture.ts";

/** What is missed by a load of 2 appends of 1000 rows. */
function missed(exit: number, report: Record<string, number> = {}): string[] {
  const step = { appends: 2, rows: 1000 };
  const table = judgeTable(tableEnded(report));
  const end = { exit, table, residentMB: 100, seconds: 1 };
  return held("load", { step }, end).filter(isMissed).map(({ what }) => what);
}

Deno.test("held() is met by a load that is whole and ends well", () => {
  assertEquals(missed(0), []);
});

Deno.test("held() misses a run that fails after its report, and what it lacks", () => {
  assertEquals(missed(70), ["load: exit code"]);
  assertEquals(missed(0, { appended: 1 }), ["load: appends acknowledged"]);
  const lost = "load: rows read again at the end and compared";
  assertEquals(missed(1, { readBack: 1999 }), ["load: exit code", lost]);
});
