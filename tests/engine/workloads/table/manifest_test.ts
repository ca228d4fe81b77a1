import { assertEquals } from "@std/assert";
import {
  emptyManifest,
  fieldsOf,
  rowsInTable,
} from "../../../../engine/workloads/table/manifest.ts";

const field = (name: string) => ({
  name,
  type: { name: "int64" },
  nullable: true,
});

Deno.test("fieldsOf() follows the history up to a version", () => {
  const schema = [
    { version: 1, added: [field("a"), field("b")], dropped: [] },
    { version: 3, added: [field("c")], dropped: ["a"] },
  ];
  const names = (version?: number) =>
    fieldsOf({ ...emptyManifest("t"), schema }, version).map(({ name }) =>
      name
    );
  assertEquals(names(2), ["a", "b"]);
  assertEquals(names(), ["b", "c"]);
});

Deno.test("rowsInTable() moves a part of a file to its place", () => {
  const file = {
    path: "_data/x",
    rows: { start: 5, end: 9 },
    firstRow: 100,
    sizeBytes: null,
    crc32c: null,
    properties: {},
  };
  assertEquals(rowsInTable(file), { start: 100, end: 104 });
});
