import { assertEquals } from "@std/assert";
import { FileReaders } from "../../../../engine/workloads/table/file_readers.ts";
import { candidateRows } from "../../../../engine/workloads/table/pruning.ts";
import type { Predicate } from "../../../../engine/workloads/table/parquet/predicate.ts";
import { appended, newTable } from "./table_fixture.ts";

Deno.test("candidateRows() leaves out what cannot be, and keeps what may", async () => {
  const table = await appended(await appended(await newTable(), 0, 5), 5, 5);
  const { lists, manifest, store } = table;
  const files = new FileReaders({ store, lists, manifest });
  const rows = { start: 0, end: 10 };
  const of = (condition: Predicate) =>
    candidateRows({ manifest, lists, files, condition, rows });
  const late: Predicate = { is: ">=", column: "id", value: 5n };
  const early: Predicate = { is: "<", column: "id", value: 3n };
  assertEquals(await of(late), [{ start: 5, end: 10 }]);
  assertEquals(await of({ is: "and", all: [late, early] }), []);
  assertEquals(await of({ is: "or", all: [late, early] }), [rows]);
  assertEquals(await of({ is: "null", column: "absent" }), [rows]);
});
