import { assertEquals, assertThrows } from "@std/assert";
import {
  readExtras,
  readField,
} from "../../../../engine/workloads/table/manifest_parts.ts";
import {
  Shape,
  ShapeFault,
} from "../../../../engine/workloads/table/manifest_shape.ts";

Deno.test("readField() reads what is inside a list, and defaults", () => {
  const item = { name: "item", type: { name: "int32" }, nullable: true };
  const field = {
    name: "tags",
    type: { name: "list", children: [item] },
    nullable: false,
    default: { kind: "integer", text: "9" },
  };
  assertEquals(
    readField(new Shape(field, "")),
    field as typeof field & {
      default: { kind: "integer" };
    },
  );
  assertThrows(() => readField(new Shape({ name: "x" }, "")), ShapeFault);
});

Deno.test("readExtras() takes absence for none", () => {
  assertEquals(readExtras(new Shape({}, "")), {
    deltaLogs: [],
    stats: {},
    indexes: [],
    lobFiles: [],
  });
});
