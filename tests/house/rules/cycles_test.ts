/** Circles of imports. */
import { assertEquals } from "@std/assert";
import { checkCycles } from "./cycles.ts";
import { collectImports } from "./imports.ts";
import { plant, said } from "./planted.ts";

const importing = (path: string, ...others: string[]) =>
  collectImports(
    plant(path, ...others.map((other) => `import { a } from "${other}";`)),
  );

Deno.test("checkCycles() names the whole circle once", () => {
  const breaches = checkCycles([
    ...importing("ffi/a.ts", "./b.ts"),
    ...importing("ffi/b.ts", "./c.ts"),
    ...importing("ffi/c.ts", "./a.ts"),
  ]);
  assertEquals(said(breaches), [
    "1: imports go in a circle: ffi/a.ts -> ffi/b.ts -> ffi/c.ts -> ffi/a.ts",
  ]);
});

Deno.test("checkCycles() finds a file that imports itself", () => {
  assertEquals(checkCycles(importing("ffi/a.ts", "./a.ts")).length, 1);
});

Deno.test("checkCycles() lets diamonds, circles of types and later loads pass", () => {
  const types = collectImports(plant(
    "ffi/d.ts",
    'import type { A } from "./a.ts";',
    'const later = () => import("./a.ts");',
  ));
  const breaches = checkCycles([
    ...importing("ffi/a.ts", "./b.ts", "./c.ts"),
    ...importing("ffi/b.ts", "./d.ts"),
    ...importing("ffi/c.ts", "./d.ts"),
    ...types,
  ]);
  assertEquals(breaches, []);
});
