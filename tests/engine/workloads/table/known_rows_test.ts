import { assertEquals } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import {
  gatherRows,
  selectColumns,
} from "../../../../engine/workloads/table/gather.ts";
import { KnownRows } from "../../../../engine/workloads/table/known_rows.ts";

const arrow = await loadArrow();
const rows = new KnownRows({ arrow, seed: 5, vectorSizeBytes: 16 });
const names = rows.schema.fields.map(({ name }) => name);

Deno.test("check() finds nothing wrong in any rows of batch(), in any order", () => {
  const batch = rows.batch(2 ** 32 - 3, 50);
  assertEquals(rows.check(batch), null);
  assertEquals(rows.check(batch.slice(7, 31)), null);
  assertEquals(rows.check(gatherRows(arrow, batch, [9, 3, 49, 0])), null);
  assertEquals(rows.check(selectColumns(arrow, batch, names)), null);
});

Deno.test("batch() counts ids beyond 32 bits", () => {
  const batch = rows.batch(2 ** 32 - 1, 3);
  assertEquals([...batch.getChild("id") ?? []], [
    2n ** 32n - 1n,
    2n ** 32n,
    2n ** 32n + 1n,
  ]);
});

Deno.test("check() names the first value that another row has, by column", () => {
  const batch = rows.batch(0, 20);
  const shifted = rows.batch(1, 20);
  for (const [place, column] of [[1, "name"], [2, "value"], [3, "vector"]]) {
    const columns = batch.data.children
      .map((one, at) => at === place ? shifted.data.children[at] ?? one : one);
    const data = new arrow.Data(
      new arrow.Struct(batch.schema.fields),
      0,
      20,
      0,
      undefined,
      columns,
    );
    const wrong = rows.check(new arrow.RecordBatch(batch.schema, data));
    assertEquals([wrong?.row, wrong?.id, wrong?.column], [0, 0, column]);
  }
});

Deno.test("check() tells an id that is wrong, a null and a missing column", () => {
  const batch = rows.batch(0, 20);
  const ids = batch.getChild("id")?.data[0]?.values;
  if (ids instanceof BigInt64Array) ids[4] = 400n;
  assertEquals(rows.check(batch)?.row, 4);
  const narrow = selectColumns(arrow, rows.batch(0, 3), ["id", "name"]);
  assertEquals(rows.check(narrow)?.column, "value");
});

Deno.test("Other seeds make other rows", () => {
  const other = new KnownRows({ arrow, seed: 6, vectorSizeBytes: 16 });
  assertEquals(other.check(rows.batch(0, 1)) === null, false);
});
