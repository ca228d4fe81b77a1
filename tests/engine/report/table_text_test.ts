import { assertEquals } from "@std/assert";
import { judgeTable } from "../../../engine/report/table_judgement.ts";
import { tableLines } from "../../../engine/report/table_text.ts";
import { tableEnded } from "../../_support/table_load_fixture.ts";

Deno.test("tableLines() tells rates, commits, conflicts and troubles", () => {
  const findings = Array.from({ length: 12 }, (_, index) => ({
    key: `${index}`,
    sentence: `Row ${index} is another one`,
  }));
  const lines = tableLines(judgeTable(tableEnded({ findings })), 80);
  assertEquals(
    lines.slice(0, 7),
    [
      "rows  2 of 2 appends, 2,000 rows, 3.81 MiB",
      "  1.0 appends/s, 1,000 rows/s, 2.0 MB/s; commits p50 1 ms, p99 3 ms, max " +
      "3 ms",
      "  1 conflicts merged, 0 lost answers looked up; 2 versions, the last of " +
      "2 KiB",
      "  5 snapshots opened meanwhile; 2,500 rows compared, 2,000 of them at the " +
      "end",
      "  - Row 0 is another one",
      "  - Row 1 is another one",
      "  - Row 2 is another one",
    ].flatMap((line) => [line]).slice(0, 7),
  );
  assertEquals(lines.at(-1), "  and 2 more in the JSON report");
});

Deno.test("tableLines() tells of a table that was read again, and where one is kept", () => {
  const again = { isReadBack: true, unknownOutcomes: 7 } as const;
  assertEquals(tableLines(judgeTable(tableEnded(again)), 120), [
    "rows  2 acknowledged appends read again, 2,000 rows, 3.81 MiB",
    "  2,500 rows compared, 7 appends of which nobody was told; 2 versions, " +
    "the last of 2 KiB",
  ]);
  const kept = judgeTable(tableEnded({ keptAt: "mem:/t" }));
  assertEquals(tableLines(kept, 80).at(-1), "  kept at mem:/t");
});

Deno.test("tableLines() tells apart what commits waited for each other", () => {
  const judged = judgeTable(tableEnded({ waitsNs: [7e6, 0] }));
  const line =
    "  before it each waited p50 0 ns, p99 7 ms, max 7 ms for others " +
    "of this process";
  assertEquals(tableLines(judged, 80)[2], line);
  assertEquals(judged.p50Ns, 1e6);
});
