/** Promises of `engine/workloads/table/lance_dataset.ts`. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  exploreDataset,
  importFragments,
  type LanceDataset,
  type LanceFragment,
  TableError,
} from "../../../../engine/workloads/table/mod.ts";
import { fakeVendors } from "../../../_support/fake_vendors.ts";
import { newStore } from "./table_fixture.ts";

const FIELD = { type: { name: "int64" }, nullable: false };

function fragment(
  id: number,
  change: Partial<LanceFragment> = {},
): LanceFragment {
  return {
    id,
    physicalRowCount: 10,
    deletedRowCount: 0,
    liveRows: [{ start: 0, end: 10 }],
    files: [{ path: `/d/data/${id}`, sizeBytes: 7, columns: ["a", "b"] }],
    ...change,
  };
}

function dataset(fragments: readonly LanceFragment[]): LanceDataset {
  return {
    folder: "d",
    version: 4,
    fields: [{ ...FIELD, name: "a" }, { ...FIELD, name: "b" }],
    rowCount: 0,
    fragments,
  };
}

Deno.test("importFragments() leaves out rows that were deleted", () => {
  const live = [{ start: 1, end: 3 }, { start: 4, end: 10 }];
  const { groups, rowCount } = importFragments(dataset([
    fragment(0, { liveRows: live, deletedRowCount: 2 }),
    fragment(1),
  ]));
  const files = groups[0]?.files ?? [];
  assertEquals(files.map(({ rows }) => [rows.start, rows.end]), [
    [1, 3],
    [4, 10],
    [0, 10],
  ]);
  assertEquals([rowCount, groups[0]?.format], [18, "lance"]);
  assertEquals(files[0]?.properties, {
    "lance.dataset": "d",
    "lance.version": "4",
    "lance.fragment_id": "0",
    "lance.physical_rows": "10",
    "lance.deleted_rows": "2",
  });
});

Deno.test("importFragments() makes a group of each file of a fragment", () => {
  const files = (id: number) =>
    ["a", "b"].map((column) => ({
      path: `/d/data/${id}-${column}`,
      sizeBytes: 7,
      columns: [column],
    }));
  const two = [0, 1].map((id) => fragment(id, { files: files(id) }));
  const { groups } = importFragments(dataset(two));
  assertEquals(groups.map((one) => [one.columns, one.files.length]), [
    [["a"], 2],
    [["b"], 2],
  ]);
});

Deno.test("importFragments() refuses fragments that lie otherwise, or are not there", () => {
  const apart = fragment(1, {
    files: [{ path: "/d/data/1", sizeBytes: 7, columns: ["b", "a"] }],
  });
  const error = assertThrows(
    () => importFragments(dataset([fragment(0), apart])),
    TableError,
    "fragment 1",
  );
  assertEquals(error.kind, "SchemaMismatch");
  assertThrows(
    () => importFragments(dataset([fragment(0)]), [3]),
    TableError,
    "fragment 3",
  );
});

Deno.test("importFragments() refuses a column that no file has", () => {
  const less = fragment(0, {
    files: [{ path: "/d/data/0", sizeBytes: 7, columns: ["a"] }],
  });
  const error = assertThrows(
    () => importFragments(dataset([less])),
    TableError,
    'column "b"',
  );
  assertEquals(error.kind, "SchemaMismatch");
});

Deno.test("exploreDataset() finds a file that its dataset names and the storage lacks", async () => {
  const store = newStore();
  const told = {
    version: 1,
    fragments: [{ id: 0, files: [{ path: "data/x", columns: ["a"] }] }],
  };
  const text = new TextEncoder().encode(JSON.stringify(told));
  await store.backend.put("d/_versions/1.manifest", text);
  const host = fakeVendors();
  const explore = () => exploreDataset(store, { folder: "d/", host });
  const error = await assertRejects(explore, TableError, '"/d/data/x"');
  assertEquals(error.kind, "FileMissing");
});

Deno.test("exploreDataset() says of a folder without versions that it is none", async () => {
  const store = newStore();
  await store.backend.put("d/data/x", new Uint8Array(3));
  const host = fakeVendors();
  const explore = () => exploreDataset(store, { folder: "d", host });
  const error = await assertRejects(explore, TableError, "no versions");
  assertEquals(error.kind, "FileMissing");
});
