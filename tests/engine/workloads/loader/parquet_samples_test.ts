import { assertEquals } from "@std/assert";
import {
  readParquetRow,
  writeParquetRows,
} from "../../../../engine/workloads/loader/parquet_samples.ts";
import { parquetFormat } from "../../../../engine/workloads/table/mod.ts";
import { CORE } from "../table/parquet/parquet_fixture.ts";
import { faultOf } from "./tensor_fixture.ts";

const ROWS = [0, 1, 70_000].map((sizeBytes, number) => ({
  key: `s0-0000000${number}`,
  bytes: new Uint8Array(sizeBytes).map((_, at) => (at * 7 + number) & 0xff),
}));

Deno.test("writeParquetRows() writes a file that any reader takes, row by row", async () => {
  const { bytes } = await writeParquetRows(CORE, ROWS);
  const reader = await parquetFormat(CORE).open({
    source: {
      sizeBytes: bytes.length,
      read: (at, length) => Promise.resolve(bytes.slice(at, at + length)),
    },
  });
  assertEquals([reader.rowCount, reader.rowGroups.length], [3, 3]);
  const found = [];
  for await (const batch of reader.read()) {
    for (const row of batch) found.push({ key: row.key, bytes: row.x });
  }
  assertEquals(found, ROWS);
});

Deno.test("readParquetRow() gives each row by its range alone", async () => {
  const { bytes, ranges } = await writeParquetRows(CORE, ROWS);
  const found = ranges.map(({ offset, sizeBytes }) =>
    readParquetRow(CORE, bytes.subarray(offset, offset + sizeBytes))
  );
  assertEquals(found, ROWS);
});

Deno.test("readParquetRow() tells two rows, a cut one, and none", async () => {
  const { bytes, ranges } = await writeParquetRows(CORE, ROWS.slice(0, 2));
  const [first, second] = ranges;
  if (first === undefined || second === undefined) {
    throw new TypeError("Two rows were written");
  }
  const end = second.offset + second.sizeBytes;
  const both = bytes.subarray(first.offset, end);
  assertEquals(faultOf(() => readParquetRow(CORE, both)), "malformed");
  for (let length = 0; length < first.sizeBytes; length++) {
    const cut = bytes.subarray(first.offset, first.offset + length);
    assertEquals(faultOf(() => readParquetRow(CORE, cut)) === "none", false);
  }
});
