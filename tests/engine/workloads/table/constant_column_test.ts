import { assertEquals, assertThrows } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import {
  constantColumn,
  fieldDefault,
  valueOf,
} from "../../../../engine/workloads/table/constant_column.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";

const field = (type: string, value?: unknown) => ({
  name: "c",
  type: { name: type },
  nullable: true,
  ...(value === undefined ? {} : { default: fieldDefault(value) }),
});

Deno.test("constantColumn() gives nulls, or the default", async () => {
  const a = await loadArrow();
  const values = (
    type: InstanceType<typeof a.Int64 | typeof a.Utf8>,
    ...f: Parameters<typeof field>
  ) => [
    ...new a.Vector([constantColumn(a, { field: field(...f), type }, 2)]),
  ];
  assertEquals(values(new a.Int64(), "int64"), [null, null]);
  assertEquals(values(new a.Int64(), "int64", 2n ** 62n), [
    2n ** 62n,
    2n ** 62n,
  ]);
  assertEquals(values(new a.Utf8(), "utf8", "x"), ["x", "x"]);
});

Deno.test("valueOf() refuses a default of another type", () => {
  assertEquals(valueOf(field("float64", 1.5)), 1.5);
  assertEquals(valueOf(field("bool", false)), false);
  assertThrows(() => valueOf(field("int32", "x")), TableError);
  assertThrows(() => valueOf(field("int32", 1.5)), TableError);
  assertThrows(() => fieldDefault({}), TableError);
});
