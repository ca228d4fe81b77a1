import { assertEquals, assertThrows } from "@std/assert";
import { writeParquetRows } from "../../../../../engine/workloads/loader/parquet_samples.ts";
import { FormatError } from "../../../../../engine/workloads/table/parquet/format_error.ts";
import { loneRow } from "../../../../../engine/workloads/table/parquet/lone_row.ts";
import { CORE } from "./parquet_fixture.ts";

const BYTES = Uint8Array.of(1, 2, 3);

async function rowGroup() {
  const rows = [{ key: "a", bytes: BYTES }];
  const { bytes, ranges } = await writeParquetRows(CORE, rows);
  const { offset = 0, sizeBytes = 0 } = ranges[0] ?? {};
  return bytes.slice(offset, offset + sizeBytes);
}

Deno.test("loneRow() gives a value of each column", async () => {
  const values = loneRow(CORE, await rowGroup());
  assertEquals(values, [Uint8Array.of(97), BYTES]);
});

Deno.test("loneRow() tells a flipped bit of a value by its sum", async () => {
  const bytes = await rowGroup();
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  const { kind } = assertThrows(() => loneRow(CORE, bytes), FormatError);
  assertEquals(kind, "checksum");
});
