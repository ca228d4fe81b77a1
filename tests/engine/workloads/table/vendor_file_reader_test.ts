/** Promises of `engine/workloads/table/vendor_file_reader.ts`. */
import { assertEquals, assertRejects } from "@std/assert";
import type { RecordBatch } from "apache-arrow";
import { loadArrow } from "../../../../engine/workloads/table/mod.ts";
import { FormatError } from "../../../../engine/workloads/table/parquet/format_error.ts";
import {
  gatherRows,
  selectColumns,
} from "../../../../engine/workloads/table/gather.ts";
import {
  VendorFileReader,
  type VendorRows,
} from "../../../../engine/workloads/table/vendor_file_reader.ts";
import { rowsOf } from "./table_fixture.ts";

const ROWS = 20;

/** A library that gives batches of 8 rows, and notes what it is asked for. */
async function reader(change: (batch: RecordBatch) => RecordBatch = (b) => b) {
  const arrow = await loadArrow();
  const whole = await rowsOf(0, ROWS);
  const asked: VendorRows[] = [];
  const source = {
    source: { sizeBytes: 1000 },
    async *read(rows: VendorRows) {
      asked.push(rows);
      const { columns, places, range: [start, end] = [0, ROWS] } = rows;
      const own = selectColumns(arrow, whole, columns);
      if (places !== undefined) {
        yield await Promise.resolve(change(gatherRows(arrow, own, places)));
        return;
      }
      const cut = Math.min(start + 8, end);
      for (const [from, to] of [[start, cut], [cut, end]]) {
        yield change(own.slice(from, to));
      }
    },
  };
  return { asked, file: new VendorFileReader(source, whole.schema, ROWS) };
}

function idsOf(batches: readonly RecordBatch[]): number[] {
  return batches.flatMap((batch) =>
    [...batch.getChild("id") ?? []].map(Number)
  );
}

Deno.test("VendorFileReader.read() gives the rows and columns asked for", async () => {
  const { asked, file } = await reader();
  const rows = { start: 3, end: 15 };
  const batches = await Array.fromAsync(
    file.read({ columns: ["name", "id"], rows, batchRowCountMax: 8 }),
  );
  assertEquals(idsOf(batches), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  const names = batches[0]?.schema.fields.map(({ name }) => name);
  assertEquals(names, ["name", "id"]);
  assertEquals(asked, [
    { columns: ["name", "id"], rowsMax: 8, range: [3, 15] },
  ]);
});

Deno.test("VendorFileReader.read() gives rows without columns, and none of no group", async () => {
  const { asked, file } = await reader();
  const bare = await Array.fromAsync(file.read({ columns: [] }));
  assertEquals(bare.map(({ numCols, numRows }) => [numCols, numRows]), [
    [0, 8],
    [0, 12],
  ]);
  assertEquals(await Array.fromAsync(file.read({ rowGroups: [] })), []);
  assertEquals(asked.length, 1);
});

Deno.test("VendorFileReader.read() cuts batches that are too large", async () => {
  const { file } = await reader();
  const batches = await Array.fromAsync(file.read({ batchSizeBytesMax: 100 }));
  assertEquals(batches.length > 4, true);
  assertEquals(idsOf(batches).length, ROWS);
});

Deno.test("VendorFileReader.take() refuses places that are not in the file, or not in order", async () => {
  const { asked, file } = await reader();
  for (const places of [[ROWS], [-1], [3, 3], [4, 2]]) {
    await assertRejects(() => file.take(places), RangeError, "Cannot take row");
  }
  const none = await file.take([], { columns: ["id"] });
  assertEquals([none.numRows, none.numCols, asked.length], [0, 1, 0]);
  await assertRejects(() => file.take([1], { columns: ["x"] }), RangeError);
});

Deno.test("VendorFileReader.take() finds a library that leaves out rows", async () => {
  const honest = await reader();
  assertEquals(idsOf([await honest.file.take([7])]), [7]);
  const { file } = await reader((batch) => batch.slice(0, 0));
  await assertRejects(() => file.take([7]), FormatError, "1 were asked for");
});

Deno.test("VendorFileReader has one group of rows, about which nothing is known", async () => {
  const { file } = await reader();
  const [group, ...others] = file.rowGroups;
  assertEquals([group?.rowCount, others.length], [ROWS, 0]);
  assertEquals(file.prune(), [0]);
});
