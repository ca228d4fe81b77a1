import { assertEquals, assertRejects } from "@std/assert";
import { loadArrow } from "../../../../../engine/workloads/table/mod.ts";
import { FormatError } from "../../../../../engine/workloads/table/parquet/format_error.ts";
import { parquetFormat } from "../../../../../engine/workloads/table/parquet/parquet_format.ts";
import { CORE, MemorySink, MemorySource, rowsOf } from "./parquet_fixture.ts";

Deno.test("parquetFormat() opens with hints what it wrote with settings", async () => {
  const arrow = await loadArrow();
  const format = parquetFormat(CORE);
  const [batch] = new arrow.Table({
    id: arrow.vectorFromArray([1, 2, 3], new arrow.Int32()),
  }).batches;
  if (batch === undefined) throw new Error("The table has no batch");
  const sink = new MemorySink();
  const settings = { rowGroupRowCountMax: 2 };
  const writer = await format.create({ sink, schema: batch.schema, settings });
  await writer.write(batch);
  const { footerSizeBytes } = await writer.close();
  const source = new MemorySource(sink.bytes);
  const reader = await format.open({ source, hints: { footerSizeBytes } });
  assertEquals(reader.rowGroups.map(({ rowCount }) => rowCount), [2, 1]);
  const rows: string[] = [];
  for await (const read of reader.read()) rows.push(...rowsOf(read));
  assertEquals(rows, rowsOf(batch));
});

Deno.test("parquetFormat() refuses what is no such file", async () => {
  const source = new MemorySource(new TextEncoder().encode("not a data file"));
  await assertRejects(() => parquetFormat(CORE).open({ source }), FormatError);
});
