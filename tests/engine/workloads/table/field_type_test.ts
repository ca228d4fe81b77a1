import { assertEquals, assertThrows } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import {
  arrowSchema,
  fieldOfArrow,
  fieldsOfArrow,
  isSameType,
  typeText,
} from "../../../../engine/workloads/table/field_type.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";

Deno.test("arrowSchema() gives the types that fieldsOfArrow() was given", async () => {
  const a = await loadArrow();
  const item = new a.Field("item", new a.Int32(), true);
  const types = [
    new a.Bool(),
    new a.Int8(),
    new a.Uint64(),
    new a.Float16(),
    new a.Float64(),
    new a.Utf8(),
    new a.Binary(),
    new a.DateDay(),
    new a.FixedSizeBinary(6),
    new a.FixedSizeList(3, item),
    new a.List(item),
    new a.Struct([item]),
    new a.TimestampNanosecond("UTC"),
    new a.TimeMicrosecond(),
    new a.Decimal(2, 10, 128),
  ];
  const schema = new a.Schema(
    types.map((type, index) => new a.Field(`c${index}`, type, index % 2 === 0)),
  );
  const made = arrowSchema(a, fieldsOfArrow(schema));
  assertEquals(
    made.fields.map(({ type }) => type.toString()),
    types.map((type) => type.toString()),
  );
  assertEquals(made.fields.map(({ nullable }) => nullable)[1], false);
});

Deno.test("fieldOfArrow() refuses what no table keeps, by name", async () => {
  const a = await loadArrow();
  const type = new a.Dictionary(new a.Utf8(), new a.Int32());
  assertThrows(() => fieldOfArrow(new a.Field("d", type)), TableError, '"d"');
});

Deno.test("isSameType() compares parameters and what is inside", () => {
  const list = (name: string) => ({
    name: "list",
    children: [{ name: "x", type: { name }, nullable: true }],
  });
  assertEquals(isSameType(list("int32"), list("int32")), true);
  assertEquals(isSameType(list("int32"), list("int64")), false);
  assertEquals(typeText(list("int32")), "list<int32>");
});
