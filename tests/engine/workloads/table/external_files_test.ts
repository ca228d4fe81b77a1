import { assertEquals, assertRejects } from "@std/assert";
import {
  describeFile,
  exploreFiles,
  importFiles,
} from "../../../../engine/workloads/table/external_files.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { ids, newTable, rowsOf, valuesOf, written } from "./table_fixture.ts";

async function lake() {
  const table = await newTable();
  for (
    const [at, key] of [
      "lake/a.parquet",
      "lake/b.parquet",
      "lake/year=2026/c.parquet",
    ].entries()
  ) {
    const rows = await written(table, [await rowsOf(at * 5, 5)]);
    const path = rows.groups[0]?.files[0]?.path ?? "";
    await table.store.put(`/${key}`, await table.store.get(path));
    await table.store.delete(path);
  }
  return table;
}

Deno.test("exploreFiles() lists one folder, or all below with their partitions", async () => {
  const { store } = await lake();
  const flat = await exploreFiles(store, { folder: "lake" });
  assertEquals(flat.map(({ path }) => path), [
    "/lake/a.parquet",
    "/lake/b.parquet",
  ]);
  const deep = await exploreFiles(store, { folder: "lake", isDeep: true });
  assertEquals(deep[2]?.partitions, { year: "2026" });
  assertEquals(await exploreFiles(store, { folder: "none" }), []);
});

Deno.test("Imported files are rows of the table, and lie where they lay", async () => {
  const table = await lake();
  const files = await exploreFiles(table.store, {
    folder: "lake",
    isDeep: true,
  });
  const rows = await importFiles(table.store, { files });
  assertEquals(rows.rowCount, 15);
  const { snapshot } = await table.begin().appendFiles(rows).commit();
  const next = await written(table.at(snapshot), [await rowsOf(15, 2)]);
  const end = await table.at(snapshot).begin().appendFiles(next).commit();
  const reader = await table.at(end.snapshot).reader();
  assertEquals(await valuesOf(reader.scan(), "id"), ids(0, 17));
});

Deno.test("describeFile() and importFiles() refuse what is not there or not alike", async () => {
  const { store } = await lake();
  assertEquals((await describeFile(store, "/lake/a.parquet")).rowCount, 5);
  await assertRejects(
    () => describeFile(store, "/lake/none"),
    TableError,
    "lake/none",
  );
  await assertRejects(
    () => importFiles(store, { files: [] }),
    TableError,
    "no file",
  );
});
