import { assertEquals, assertRejects } from "@std/assert";
import { encodeManifest } from "../../../../engine/workloads/table/manifest_codec.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { type Table } from "../../../../engine/workloads/table/table.ts";
import {
  FileLists,
  MANIFEST_FILES_MAX,
  spillFiles,
} from "../../../../engine/workloads/table/checkpoints.ts";
import { readManifest } from "../../../../engine/workloads/table/versions.ts";
import { crc32c, newTable, rowsOf, written } from "./table_fixture.ts";

async function grown(appends: number): Promise<Table> {
  let table = await newTable();
  const rows = await written(table, [await rowsOf(0, 2)]);
  for (let at = 0; at < appends; at++) {
    const groups = rows.groups.map((group) => ({
      ...group,
      files: group.files.map((file) => ({ ...file, path: `_data/${at}` })),
    }));
    const { snapshot } = await table.begin().appendFiles({ ...rows, groups })
      .commit();
    table = table.at(snapshot);
  }
  return table;
}

Deno.test("A manifest stays small however often rows are appended", async () => {
  const table = await grown(4500);
  const size = encodeManifest(table.manifest, crc32c).length;
  assertEquals(size < 48_000, true, `${size} bytes`);
  const files = await new FileLists(table.store)
    .filesOf((await table.refresh()).manifest, 1);
  assertEquals(
    files.map(({ path }) => path),
    Array.from({ length: 4500 }, (_, at) => `_data/${at}`),
  );
  assertEquals(files.every(({ firstRow }, at) => firstRow === 2 * at), true);
});

Deno.test("filesOf() reads only the lists that have the rows", async () => {
  const table = await grown(300);
  const lists = new FileLists(table.store);
  const before = table.store.readBytes;
  const files = await lists.filesOf(table.manifest, 1, {
    start: 598,
    end: 600,
  });
  assertEquals(files.map(({ path }) => path), ["_data/299"]);
  assertEquals(table.store.readBytes, before);
});

Deno.test("filesOf() finds a list that is gone or not what was written", async () => {
  const table = await grown(MANIFEST_FILES_MAX + 2);
  const path = table.manifest.checkpoints[0]?.path ?? "";
  const read = () => new FileLists(table.store).filesOf(table.manifest, 1);
  const bytes = await table.store.get(path);
  await table.store.put(
    path,
    bytes.map((byte, at) => at === 40 ? byte ^ 1 : byte),
  );
  assertEquals((await assertRejects(read, TableError)).kind, "CorruptManifest");
  await table.store.delete(path);
  assertEquals((await assertRejects(read, TableError)).kind, "FileMissing");
  const seen = new Set<string>();
  const names = () => new FileLists(table.store).newNames(table.manifest, seen);
  assertEquals((await assertRejects(names, TableError)).kind, "FileMissing");
  assertEquals(seen.size, 0);
});

Deno.test("newNames() tells every file and every list of a table once", async () => {
  const versions = 3 * MANIFEST_FILES_MAX;
  const { store } = await grown(versions);
  const lists = new FileLists(store);
  const seen = new Set<string>();
  const found: string[] = [];
  const paths: string[] = [];
  for (let version = 1; version <= versions; version++) {
    const { manifest } = await readManifest(store, version);
    const before = store.readBytes;
    const names = await lists.newNames(manifest, seen);
    found.push(...names.files.map(({ file }) => file.path));
    paths.push(...names.lists);
    // A list is read when it is new, and never again.
    assertEquals(store.readBytes > before, names.lists.length > 0);
  }
  assertEquals(
    found,
    Array.from({ length: versions }, (_, at) => `_data/${at}`),
  );
  assertEquals(paths.length, 2);
});

Deno.test("spillFiles() leaves a manifest with few files alone", async () => {
  const { manifest, store } = await grown(3);
  assertEquals(await spillFiles(store, manifest, () => {}), manifest);
});
