import { assertEquals } from "@std/assert";
import { tableLines } from "../../../engine/plan/describe_table.ts";
import { tableStep } from "../../_support/table_load_fixture.ts";

Deno.test("tableLines() says what is appended, by whom, and what is compared", () => {
  assertEquals(tableLines(tableStep({ readsBack: false })), [
    "append 20 rows with a vector of 8 B 6 times below " +
    "sv-0123456789abcdef-table-0/, as gzip",
    "3 writers that merge, 2 readers of whatever is there; rows are not read " +
    "again",
  ]);
});
