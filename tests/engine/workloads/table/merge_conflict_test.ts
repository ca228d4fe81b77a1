import { assertEquals } from "@std/assert";
import { applyUpdates } from "../../../../engine/workloads/table/apply_updates.ts";
import { emptyManifest } from "../../../../engine/workloads/table/manifest.ts";
import { findMergeConflict } from "../../../../engine/workloads/table/merge_conflict.ts";
import { type TableUpdate } from "../../../../engine/workloads/table/table_update.ts";

const field = (name: string) => ({
  name,
  type: { name: "int64" },
  nullable: true,
});
const append = (...columns: string[]): TableUpdate => ({
  is: "append files",
  rows: {
    fields: columns.map(field),
    rowCount: 1,
    groups: [{
      columns,
      format: "parquet",
      files: [{
        path: "_data/x",
        rows: { start: 0, end: 1 },
        sizeBytes: 1,
        crc32c: null,
        properties: {},
      }],
    }],
  },
});
const add = (name: string): TableUpdate => ({
  is: "add field",
  field: field(name),
});
const drop = (column: string): TableUpdate => ({ is: "drop column", column });

/** Row by row of the matrix of merges: ours, theirs, whether they merge. */
const MATRIX: readonly (readonly [TableUpdate, TableUpdate, boolean])[] = [
  [append("a"), append("a"), true],
  [append("a"), add("b"), true],
  [add("b"), append("a"), true],
  [add("b"), add("c"), true],
  [add("b"), add("b"), false],
  [drop("a"), append("a"), false],
  [append("a"), drop("a"), false],
  [drop("a"), drop("a"), false],
  [append("b"), append("b"), false],
];

Deno.test("findMergeConflict() keeps to the matrix of merges", () => {
  const base = applyUpdates(emptyManifest("t"), [append("a")], {
    version: 1,
    rowsRead: 0,
  });
  for (const [ours, theirs, merges] of MATRIX) {
    const latest = applyUpdates(base, [theirs], { version: 2, rowsRead: 1 });
    const conflict = findMergeConflict({ base, latest, updates: [ours] });
    assertEquals(conflict === null, merges, `${ours.is} and ${theirs.is}`);
  }
  const latest = { ...base, version: 2, lastOverwrite: 2 };
  const conflict = findMergeConflict({ base, latest, updates: [append("a")] });
  assertEquals(conflict, "version 2 left out what was read");
});
