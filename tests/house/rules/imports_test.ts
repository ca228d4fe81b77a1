/** Every way to write an import becomes an edge. */
import { assertEquals } from "@std/assert";
import { collectImports } from "./imports.ts";
import { plant } from "./planted.ts";

Deno.test("collectImports() sees each way of importing", () => {
  const edges = collectImports(plant(
    "engine/plan/x.ts",
    'import { a } from "./a.ts";',
    'import type { B } from "../b.ts";',
    'import { type C, type D } from "../../c.ts";',
    'import { type E, e } from "./e.ts";',
    'export { f } from "./f.ts";',
    'export type { G } from "./g.ts";',
    'export * from "./h.ts";',
    'const i = await import("./i.ts");',
    "const j = await import(name);",
    'type K = import("./k.ts").K;',
    'import "@std/yaml";',
  ));
  const short = edges.map((edge) =>
    `${edge.line} ${edge.to}${edge.isTypeOnly ? " type" : ""}` +
    (edge.isDynamic ? " dynamic" : "")
  );
  assertEquals(short, [
    "1 engine/plan/a.ts",
    "2 engine/b.ts type",
    "3 c.ts type",
    "4 engine/plan/e.ts",
    "5 engine/plan/f.ts",
    "6 engine/plan/g.ts type",
    "7 engine/plan/h.ts",
    "8 engine/plan/i.ts dynamic",
    "9 (computed) dynamic",
    "10 engine/plan/k.ts type",
    "11 @std/yaml",
  ]);
});

Deno.test("collectImports() is not fooled by strings and comments", () => {
  const edges = collectImports(plant(
    "cmd/x.ts",
    '// import { a } from "../ffi/a.ts";',
    'const text = `import { b } from "../ffi/b.ts";`;',
  ));
  assertEquals(edges, []);
});
