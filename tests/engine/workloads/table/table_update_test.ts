import { assertEquals } from "@std/assert";
import {
  columnsTouched,
  rowsOfGroup,
} from "../../../../engine/workloads/table/table_update.ts";

Deno.test("rowsOfGroup() counts parts of files", () => {
  const file = {
    path: "x",
    rows: { start: 2, end: 5 },
    sizeBytes: 1,
    crc32c: null,
    properties: {},
  };
  const group = { columns: ["a"], format: "parquet", files: [file, file] };
  assertEquals(rowsOfGroup(group), 6);
});

Deno.test("columnsTouched() names the columns of an update", () => {
  assertEquals(columnsTouched({ is: "drop column", column: "a" }), ["a"]);
  const set = { is: "set property", name: "a", value: null } as const;
  assertEquals(columnsTouched(set), []);
});
