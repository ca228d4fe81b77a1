import { assertEquals } from "@std/assert";
import * as arrow from "apache-arrow";
import { openDataFile } from "../../../../../engine/workloads/table/parquet/data_file_reader.ts";
import { evenItems } from "../../../../../engine/workloads/table/parquet/even_items.ts";
import { CORE, fileOf, MemorySource, rowsOf } from "./parquet_fixture.ts";

function vectorsOf(item: arrow.DataType, rows: readonly unknown[]) {
  const type = new arrow.FixedSizeList(2, new arrow.Field("item", item, true));
  const [batch] = new arrow.Table({
    vector: arrow.vectorFromArray([...rows], type),
  }).batches;
  if (batch === undefined) throw new Error("The table has no batch");
  return batch;
}

Deno.test("Vectors come back, also null ones and those of nulls", async () => {
  const numbers = [[1, 2], null, [3, 4], null, null, [5, 6]];
  const texts = [["a", "b"], null, ["c", null], ["", "d"]];
  const batches = [
    vectorsOf(new arrow.Float32(), numbers),
    vectorsOf(new arrow.Int8(), numbers),
    vectorsOf(new arrow.Float64(), numbers.filter((row) => row !== null)),
    vectorsOf(new arrow.Utf8(), texts),
    vectorsOf(new arrow.Int32(), [null, null, null]),
  ];
  for (const batch of batches) {
    const source = new MemorySource(await fileOf([batch]));
    const reader = await openDataFile({ core: CORE, source });
    const rows: string[] = [];
    for await (const read of reader.read()) rows.push(...rowsOf(read));
    assertEquals(rows, rowsOf(batch));
  }
});

Deno.test("evenItems() refuses lists of another length", () => {
  const [item] = arrow.vectorFromArray([1, 2, 3, 4], new arrow.Int32()).data;
  if (item === undefined) throw new Error("The vector has no data");
  const lists = { item, sizeItems: 2, validity: undefined };
  const even = Int32Array.of(0, 2, 4);
  assertEquals(evenItems(arrow, { ...lists, offsets: even }), item);
  for (const offsets of [Int32Array.of(0, 1, 4), Int32Array.of(0, 2, 2)]) {
    assertEquals(evenItems(arrow, { ...lists, offsets }), undefined);
  }
  // A null that has items is no null of a file.
  const validity = Uint8Array.of(0b01);
  assertEquals(
    evenItems(arrow, { ...lists, offsets: even, validity }),
    undefined,
  );
});
