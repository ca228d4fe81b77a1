/** Every limit of size, at the limit and one past it. */
import { assertEquals } from "@std/assert";
import { plant, said } from "./planted.ts";
import { checkSizes } from "./sizes.ts";

const lines = (count: number, text = "") =>
  Array.from({ length: count }, () => text);

Deno.test("checkSizes() stops a TypeScript file past 300 lines", () => {
  assertEquals(checkSizes(plant("ffi/x.ts", ...lines(300))), []);
  assertEquals(said(checkSizes(plant("ffi/x.ts", ...lines(301)))), [
    "0: has 301 lines, the limit is 300: split by idea",
  ]);
});

Deno.test("checkSizes() stops a C file past 400 lines", () => {
  assertEquals(checkSizes(plant("ffi/core/src/x.c", ...lines(400))), []);
  assertEquals(said(checkSizes(plant("ffi/core/src/x.c", ...lines(401)))), [
    "0: has 401 lines, the limit is 400: split by idea",
  ]);
  const header = plant("ffi/core/include/x.h", ...lines(401));
  assertEquals(checkSizes(header).length, 1);
});

Deno.test("checkSizes() stops C past 80 columns, not a row of a table", () => {
  const wide = "x".repeat(81);
  assertEquals(said(checkSizes(plant("ffi/x.c", "", wide))), [
    "2: is 81 columns wide, not 80",
  ]);
  assertEquals(checkSizes(plant("ffi/x.h", `${wide} \\`)), []);
});

for (const kind of ["function f() {", "const f = () => {"]) {
  Deno.test(`checkSizes() stops "${kind}" past 70 lines`, () => {
    const within = plant("ffi/x.ts", kind, ...lines(68, "  a();"), "}");
    const past = plant("ffi/x.ts", kind, ...lines(69, "  a();"), "}");
    assertEquals(checkSizes(within), []);
    assertEquals(checkSizes(past).length, 1);
  });
}

Deno.test("checkSizes() stops a C function past 70 lines", () => {
  const past = plant("ffi/x.c", "int f(int a)", "{", ...lines(69, "a();"), "}");
  assertEquals(said(checkSizes(past)), [
    "1: f has 72 lines, the limit is 70",
  ]);
});

Deno.test("checkSizes() stops a fourth positional parameter", () => {
  const file = plant(
    "ffi/x.ts",
    "function three(a: 1, b: 2, c: 3) {}",
    "function four(a: 1, b: 2, c: 3, d: 4) {}",
    "class C { m(a: 1, b: 2, c: 3, d: 4) {} }",
  );
  assertEquals(checkSizes(file).map((breach) => breach.line), [2, 3]);
});
