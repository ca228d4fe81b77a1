import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { judgeTable } from "../../../engine/report/table_judgement.ts";
import { TABLE } from "../../../engine/report/table_schema.ts";
import { tableEnded } from "../../_support/table_load_fixture.ts";

Deno.test("TABLE knows what a report says of tables, name by name", () => {
  const judged = judgeTable(tableEnded());
  assertEquals(firstMismatch(judged, TABLE), null);
  const waited = judgeTable(tableEnded({ waitsNs: [1, 2], failedCount: 1 }));
  assertEquals(firstMismatch(waited, TABLE), null);
  assertEquals(
    firstMismatch({ ...judged, extra: 1 }, TABLE),
    'the document has an unknown "extra"',
  );
});
