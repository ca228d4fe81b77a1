/** Promises of `engine/plan/shape.ts`. */
import { assertEquals } from "@std/assert";
import { type Shape, shapeFault } from "../../../engine/plan/shape.ts";

/** A shape, values that have it, and values that do not. */
const SHAPES: readonly (readonly [Shape, unknown[], unknown[]])[] = [
  ["text", ["", "a"], [1, null, undefined]],
  ["count", [0, 2 ** 53 - 1], [-1, 0.5, 2 ** 53, "1", null]],
  ["number", [0, -1.5], [NaN, Infinity, "1", null]],
  ["truth", [true, false], [0, "true", null]],
  ["hex", ["0123456789abcdef"], ["0123456789ABCDEF", "01", 1]],
  ["nothing", [null], [undefined, 0, {}]],
  [["a", "b"], ["a", "b"], ["c", 0, null]],
  [{ list: "count" }, [[], [1, 2]], [{}, [1, "2"], null]],
  [{ fields: { a: "count" } }, [{ a: 1 }, { a: 1, b: 2 }], [{}, [], null]],
  [{ optional: "count" }, [undefined, 1], [null, "1"]],
  [{ or: ["nothing", "count"] }, [null, 1], ["1", undefined]],
];

for (const [shape, right, wrong] of SHAPES) {
  Deno.test(`shapeFault() knows ${JSON.stringify(shape)}`, () => {
    for (const value of right) assertEquals(shapeFault(value, shape), null);
    for (const value of wrong) {
      assertEquals(shapeFault(value, shape) === null, false, String(value));
    }
  });
}

Deno.test("shapeFault() names the first wrong part", () => {
  const shape: Shape = { fields: { a: { list: { fields: { b: "hex" } } } } };
  const good = { b: "0123456789abcdef" };
  assertEquals(shapeFault({ a: [good, { b: "x" }] }, shape), {
    path: "a[1].b",
    sentence: 'It is "x": expected 16 hex digits',
  });
});
