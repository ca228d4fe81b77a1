import { assertEquals, assertRejects } from "@std/assert";
import * as arrow from "apache-arrow";
import { createDataFile } from "../../../../../engine/workloads/table/parquet/data_file_writer.ts";
import { openDataFile } from "../../../../../engine/workloads/table/parquet/data_file_reader.ts";
import {
  CORE,
  fileOf,
  MemorySink,
  MemorySource,
  rowsOf,
} from "./parquet_fixture.ts";

const { Field } = arrow;

/** One batch of one column for each of the kinds that files hold. */
function batchOfAll(count: number): arrow.RecordBatch {
  const every = (index: number, value: unknown) =>
    index % 5 === 3 ? null : value;
  const list = (type: arrow.DataType) =>
    new arrow.List(new Field("item", type, true));
  const columns: [string, arrow.DataType, (index: number) => unknown][] = [
    ["i8", new arrow.Int8(), (i) => (i % 256) - 128],
    ["u16", new arrow.Uint16(), (i) => i * 7 % 65536],
    ["i32", new arrow.Int32(), (i) => i * -77],
    ["u32", new arrow.Uint32(), (i) => 4_000_000_000 + i],
    ["i64", new arrow.Int64(), (i) => 2n ** 62n - BigInt(i)],
    ["u64", new arrow.Uint64(), (i) => 2n ** 64n - 1n - BigInt(i)],
    ["f32", new arrow.Float32(), (i) => i / 4],
    ["f64", new arrow.Float64(), (i) => i / 3],
    ["bool", new arrow.Bool(), (i) => i % 3 === 0],
    ["ascii", new arrow.Utf8(), (i) => `name_${i}`],
    ['名前 "😀"', new arrow.Utf8(), (i) => ["", "😀", "名", "a\0b"][i % 4]],
    ["bin", new arrow.Binary(), (i) => Uint8Array.of(i & 255, 0, 1)],
    ["date", new arrow.DateDay(), (i) => new Date(i * 86_400_000)],
    ["us", new arrow.TimestampMicrosecond("UTC"), (i) => i * 1000],
    ["ns", new arrow.TimestampNanosecond(), (i) => i * 1000],
    ["sec", new arrow.TimestampSecond(), (i) => i * 1000],
    ["list", list(new arrow.Int32()), (i) => [i, null, i + 1].slice(i % 4)],
    [
      "deep",
      list(list(list(new arrow.Int32()))),
      (i) => [[[i], []], [], [[i, i]]].slice(i % 3),
    ],
    [
      "struct",
      new arrow.Struct([
        new Field("a", new arrow.Int32(), true),
        new Field("b", new arrow.Utf8(), true),
      ]),
      (i) => ({ a: i, b: i % 2 ? null : `b${i}` }),
    ],
  ];
  const vectors = columns.map(([name, type, make]) => {
    const values = Array.from({ length: count }, (_, i) => every(i, make(i)));
    return [name, arrow.vectorFromArray(values, type)] as const;
  });
  const table = new arrow.Table(Object.fromEntries(vectors));
  const [batch] = table.batches;
  if (batch === undefined) throw new Error("The table has no batch");
  return batch;
}

async function readBack(bytes: Uint8Array<ArrayBuffer>) {
  const source = new MemorySource(bytes);
  const reader = await openDataFile({ core: CORE, source });
  const rows: string[] = [];
  for await (const batch of reader.read()) rows.push(...rowsOf(batch));
  return { reader, rows, source };
}

Deno.test("createDataFile() writes every type so that it is read alike", async () => {
  const batch = batchOfAll(1000);
  for (const codec of ["uncompressed", "gzip"] as const) {
    const bytes = await fileOf([batch], {
      codec: { codec },
      rowGroupRowCountMax: 300,
      pageSizeBytes: 512,
    });
    const { reader, rows } = await readBack(bytes);
    assertEquals(reader.rowGroups.map((one) => one.rowCount), [
      300,
      300,
      300,
      100,
    ]);
    assertEquals(rows, rowsOf(batch));
  }
});

Deno.test("createDataFile() takes slices of batches", async () => {
  const batch = batchOfAll(100);
  const bytes = await fileOf([batch.slice(3, 20), batch.slice(41, 97)]);
  const { rows } = await readBack(bytes);
  const all = rowsOf(batch);
  assertEquals(rows, [...all.slice(3, 20), ...all.slice(41, 97)]);
});

Deno.test("createDataFile() takes decimals of arrays that are longer or shorter than them", async () => {
  const type = new arrow.Decimal(2, 20, 128);
  const field = new Field("d", type, true);
  for (const words of [[7, 0, 0, 0], [7, 0, 0, 0, ...new Array(12).fill(0)]]) {
    const data = arrow.makeData({
      type,
      length: 3,
      nullCount: 2,
      nullBitmap: Uint8Array.of(1),
      data: Uint32Array.from(words),
    });
    const schema = new arrow.Schema([field]);
    const struct = new arrow.Struct(schema.fields);
    const made = arrow.makeData({
      ...{ type: struct, length: 3, nullCount: 0, children: [data] },
    });
    const bytes = await fileOf([new arrow.RecordBatch(schema, made)]);
    const source = new MemorySource(bytes);
    const reader = await openDataFile({ core: CORE, source });
    const [read] = await Array.fromAsync(reader.read());
    const found = [...read?.getChildAt(0) ?? []].map((one) => one?.[0]);
    assertEquals(found, [7, undefined, undefined]);
  }
});

Deno.test("createDataFile() names every column that no file can hold", async () => {
  const schema = new arrow.Schema([
    new Field("a", new arrow.IntervalDayTime(), true),
    new Field("b", new arrow.Int32(), true),
    new Field("b", new arrow.Int32(), true),
  ]);
  const error = await assertRejects(
    () => createDataFile({ core: CORE, sink: new MemorySink(), schema }),
    RangeError,
  );
  assertEquals(/"a"/.test(error.message) && /"b"/.test(error.message), true);
});
