import { assertEquals, assertRejects } from "@std/assert";
import {
  orphanKind,
  removeOrphans,
  surveyFiles,
} from "../../../../engine/workloads/table/orphans.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { appended, newTable, rowsOf, written } from "./table_fixture.ts";

Deno.test("surveyFiles() puts every file in one place", async () => {
  const table = await appended(await newTable(), 0, 2);
  const lost = await written(table, [await rowsOf(2, 2)]);
  const orphan = lost.groups[0]?.files[0]?.path ?? "";
  const before = await surveyFiles(table.store);
  assertEquals(before.orphans.map(({ path }) => path), [orphan]);
  assertEquals([
    before.referenced.length,
    before.manifests.length,
    before.missing.length,
  ], [1, 1, 0]);
  assertEquals(orphanKind(orphan), "rows");
  await assertRejects(
    () => removeOrphans(table.store, ["_data/none"]),
    TableError,
  );
  assertEquals(await removeOrphans(table.store, [orphan]), 1);
  assertEquals((await surveyFiles(table.store)).orphans, []);
});

Deno.test("removeOrphans() removes nothing while a version cannot be read", async () => {
  const table = await appended(await newTable(), 0, 2);
  const paths = table.manifest.groups[0]?.files.map(({ path }) => path) ?? [];
  await table.store.put("_metadata/manifest-1.svm", new Uint8Array(2));
  await assertRejects(
    () => removeOrphans(table.store, paths),
    TableError,
    "version 1",
  );
  assertEquals(await table.store.sizeOf(paths[0] ?? "") !== null, true);
});

Deno.test("surveyFiles() names a file that is gone", async () => {
  const table = await appended(await newTable(), 0, 2);
  const path = table.manifest.groups[0]?.files[0]?.path ?? "";
  await table.store.delete(path);
  assertEquals((await surveyFiles(table.store)).missing, [path]);
});
