import { assertEquals } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import {
  batchOf,
  gatherColumn,
  gatherRows,
  selectColumns,
} from "../../../../engine/workloads/table/gather.ts";
import { batchOfColumns, rowsOf } from "./table_fixture.ts";

Deno.test("gatherRows() gives the rows asked for, of every layout", async () => {
  const a = await loadArrow();
  const item = new a.Field("item", new a.Int32(), true);
  const struct = new a.Struct([
    new a.Field("x", new a.Int32(), true),
    new a.Field("y", new a.Utf8(), true),
  ]);
  const columns = {
    int: a.vectorFromArray([1n, null, 3n, -(2n ** 63n)], new a.Int64()),
    bool: a.vectorFromArray([true, false, null, true], new a.Bool()),
    text: a.vectorFromArray(["a", "", null, "\u{1f600}"], new a.Utf8()),
    list: a.vectorFromArray([[1, 2], null, [], [3]], new a.List(item)),
    fixed: a.vectorFromArray(
      [[1, 2], [3, 4], [5, 6], [7, 8]],
      new a.FixedSizeList(2, item),
    ),
    struct: a.vectorFromArray(
      [{ x: 1, y: "a" }, { x: null, y: "b" }, { x: 3, y: null }, {
        x: 4,
        y: "",
      }],
      struct,
    ),
  };
  const batch = await batchOfColumns(columns);
  const text = (value: unknown) =>
    JSON.stringify(value, (_, one) => typeof one === "bigint" ? `${one}` : one);
  for (
    const [from, rows] of [[batch, [3, 0, 0, 2, 1]], [batch.slice(1, 4), [
      2,
      0,
      1,
    ]]] as const
  ) {
    const found = gatherRows(a, from, rows);
    for (const name of Object.keys(columns)) {
      const values = [...from.getChild(name) ?? []];
      assertEquals(
        text([...found.getChild(name) ?? []]),
        text(rows.map((row) => values[row])),
        name,
      );
    }
  }
});

Deno.test("gatherColumn() keeps nanoseconds and the bits of NaN", async () => {
  const a = await loadArrow();
  const raw = BigInt64Array.of(1n, 1700000000123456789n);
  const type = new a.TimestampNanosecond();
  const column = a.makeData({ type, length: 2, data: raw });
  const found = gatherColumn(a, column, [1]);
  assertEquals([...found.values], [1700000000123456789n]);
});

Deno.test("batchOf() copies nothing", async () => {
  const batch = await rowsOf(0, 3);
  const columns = batch.data.children;
  const again = batchOf(await loadArrow(), {
    schema: batch.schema,
    columns,
    rowCount: 3,
  });
  assertEquals(again.data.children[0]?.values === columns[0]?.values, true);
});

Deno.test("selectColumns() gives columns that are no neighbours, in any order", async () => {
  const batch = await rowsOf(0, 2);
  const found = selectColumns(await loadArrow(), batch, ["value", "id"]);
  assertEquals(found.schema.names, ["value", "id"]);
  assertEquals([...found.getChild("id") ?? []], [0n, 1n]);
});
