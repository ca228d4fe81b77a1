import { assertEquals } from "@std/assert";
import { FileReaders } from "../../../../engine/workloads/table/file_readers.ts";
import { fieldsOf } from "../../../../engine/workloads/table/manifest.ts";
import { segmentsOf } from "../../../../engine/workloads/table/segment.ts";
import { appended, newTable } from "./table_fixture.ts";

Deno.test("segmentsOf() cuts at files and at ranges, and nowhere else", async () => {
  const table = await appended(await appended(await newTable(), 0, 5), 5, 5);
  const { lists, manifest, store } = table;
  const files = new FileReaders({ store, lists, manifest });
  const place = { manifest, lists, files, read: fieldsOf(manifest) };
  const cut = async (...ranges: [number, number][]) =>
    (await segmentsOf(place, ranges.map(([start, end]) => ({ start, end }))))
      .map(({ files, rows }) => [rows.start, rows.end, files.length]);
  assertEquals(await cut([0, 10]), [[0, 5, 1], [5, 10, 1]]);
  assertEquals(await cut([1, 3], [4, 7]), [[1, 3, 1], [4, 5, 1], [5, 7, 1]]);
  assertEquals(await cut(), []);
  const none = await segmentsOf({ ...place, read: [] }, [{
    start: 0,
    end: 10,
  }]);
  assertEquals(none, [{ rows: { start: 0, end: 10 }, files: [] }]);
});
