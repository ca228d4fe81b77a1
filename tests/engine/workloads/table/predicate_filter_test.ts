import { assertEquals, assertThrows } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import {
  columnsOfPredicate,
  matchingRows,
  predicateColumns,
} from "../../../../engine/workloads/table/predicate_filter.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { batchOfColumns } from "./table_fixture.ts";

async function batch() {
  const a = await loadArrow();
  return await batchOfColumns({
    n: a.vectorFromArray([1, null, 3, NaN], new a.Float64()),
    s: a.vectorFromArray(["\u{1f600}", "\uffff", "a", null], new a.Utf8()),
  });
}

Deno.test("matchingRows() takes null for neither true nor false", async () => {
  const rows = await batch();
  const one = { is: "=", column: "n", value: 1 } as const;
  assertEquals(matchingRows(rows, one), [0]);
  assertEquals(matchingRows(rows, { is: "not", one }), [2, 3]);
  assertEquals(matchingRows(rows, { is: "null", column: "n" }), [1]);
  assertEquals(
    matchingRows(rows, { is: "or", all: [one, { is: "null", column: "s" }] }),
    [0, 3],
  );
  assertEquals(
    matchingRows(rows, { is: "in", column: "n", values: [3, 4] }),
    [2],
  );
});

Deno.test("matchingRows() orders texts as their bytes are ordered", async () => {
  const rows = await batch();
  assertEquals(matchingRows(rows, { is: ">", column: "s", value: "\uffff" }), [
    0,
  ]);
});

Deno.test("columnsOfPredicate() names a column that is not there", () => {
  const condition = { is: "null", column: "x" } as const;
  assertEquals([...predicateColumns(condition)], ["x"]);
  assertThrows(() => columnsOfPredicate(condition, []), TableError, '"x"');
});
