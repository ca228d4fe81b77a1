import { assertEquals, assertThrows } from "@std/assert";
import { applyUpdates } from "../../../../engine/workloads/table/apply_updates.ts";
import { emptyManifest } from "../../../../engine/workloads/table/manifest.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { type TableUpdate } from "../../../../engine/workloads/table/table_update.ts";

const field = (name: string, type = "int64") => ({
  name,
  type: { name: type },
  nullable: true,
});
const group = (columns: string[], rows: number) => ({
  columns,
  format: "parquet",
  files: [{
    path: `_data/${columns.join("")}${rows}`,
    rows: { start: 0, end: rows },
    sizeBytes: 1,
    crc32c: null,
    properties: {},
  }],
});
const append = (columns: string[], rows: number): TableUpdate => ({
  is: "append files",
  rows: {
    fields: columns.map((name) => field(name)),
    groups: [group(columns, rows)],
    rowCount: rows,
  },
});
const add = (column: string, rows: number): TableUpdate => ({
  is: "add column group",
  group: group([column], rows),
  fields: [field(column)],
  firstRow: 0,
});
const apply = (...updates: TableUpdate[]) =>
  applyUpdates(emptyManifest("t"), updates, { version: 1, rowsRead: 0 });

Deno.test("applyUpdates() puts appended rows behind each other", () => {
  const made = apply(append(["a"], 3), append(["a"], 2));
  assertEquals(made.rowCount, 5);
  assertEquals(made.groups[0]?.ranges, [{ start: 0, end: 5 }]);
  assertEquals(made.groups[0]?.files[1]?.firstRow, 3);
});

Deno.test("applyUpdates() judges the final state of a mixed transaction", () => {
  const made = apply(append(["a"], 3), add("b", 3));
  assertEquals(made.groups.length, 2);
  const error = assertThrows(
    () => apply(append(["a"], 3), add("b", 2)),
    TableError,
  );
  assertEquals(error.kind, "Misaligned");
});

Deno.test("applyUpdates() refuses two columns of one name", () => {
  assertThrows(() => apply(append(["a"], 3), add("a", 3)), TableError, '"a"');
  assertThrows(() => apply(add("b", 3), add("b", 3)), TableError, '"b"');
});

Deno.test("applyUpdates() refuses other groups and types, by name", () => {
  assertThrows(
    () => apply(append(["a", "b"], 3), append(["a"], 3)),
    TableError,
  );
  const other: TableUpdate = {
    is: "append files",
    rows: {
      fields: [field("a", "utf8")],
      groups: [group(["a"], 1)],
      rowCount: 1,
    },
  };
  assertThrows(() => apply(append(["a"], 3), other), TableError, "utf8");
});

Deno.test("applyUpdates() drops columns with their indexes, and nothing unknown", () => {
  const base = apply(append(["a", "b"], 3), {
    is: "add index",
    index: {
      columnName: "a",
      indexName: "i",
      indexType: "x",
      path: "_index/i",
      indexId: 1,
      rowCount: 3,
      properties: {},
    },
  });
  const options = { version: 2, rowsRead: 3 };
  const drop = (column: string) =>
    applyUpdates(base, [{ is: "drop column", column }], options);
  assertEquals(drop("a").indexes, []);
  assertEquals(drop("a").groups[0]?.columns, ["b"]);
  assertEquals(drop("z").groups, base.groups);
});

Deno.test("applyUpdates() keeps logs, stats and properties", () => {
  const made = apply(
    {
      is: "add delta log",
      log: { path: "_delta/1", type: "positional", entries: 2 },
    },
    {
      is: "set stat",
      name: "bloom.1",
      stat: { paths: ["_stats/1"], metadata: {} },
    },
    { is: "set property", name: "k", value: "v" },
  );
  assertEquals(made.deltaLogs.length, 1);
  assertEquals(made.stats["bloom.1"]?.paths, ["_stats/1"]);
  assertEquals(made.properties, { k: "v" });
});
