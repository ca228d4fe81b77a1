import { assertEquals, assertThrows } from "@std/assert";
import {
  Shape,
  ShapeFault,
} from "../../../../engine/workloads/table/manifest_shape.ts";

Deno.test("Shape reads what fits and keeps what nobody asked for", () => {
  const shape = new Shape({ a: 1, b: "x", c: [{ d: true }], e: null }, "");
  assertEquals(shape.count("a"), 1);
  assertEquals(shape.text("b"), "x");
  assertEquals(shape.list("c", (one) => one.flag("d")), [true]);
  assertEquals(shape.rest(), { e: null });
});

Deno.test("Shape says where a value does not fit", () => {
  const of = (value: unknown) => new Shape(value, "group");
  const cases: (() => unknown)[] = [
    () => of(null),
    () => of([]),
    () => of({ a: -1 }).count("a"),
    () => of({ a: 2 ** 60 }).count("a"),
    () => of({}).text("a"),
    () => of({ a: "z" }).oneOf("a", ["x", "y"]),
    () => of({ a: 1 }).list("a", (one) => one),
    () => of({ a: [1] }).texts("a"),
    () => of({ a: { b: 1 } }).textMap("a"),
    () => of({ a: { b: [] } }).wordMap("a"),
  ];
  for (const read of cases) assertThrows(read, ShapeFault, "group");
});
