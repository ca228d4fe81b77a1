/** Each wall of the house: what passes and what is stopped. */
import { assertEquals } from "@std/assert";
import { collectImports } from "./imports.ts";
import { plant } from "./planted.ts";
import { checkRooms } from "./rooms.ts";

const STOPPED: readonly (readonly [string, string, string])[] = [
  [
    "backends/x.ts",
    'import { a } from "../engine/mod.ts"',
    "backends may not import engine",
  ],
  [
    "ffi/x.ts",
    'import type { A } from "../backends/mod.ts"',
    "ffi may not import backends",
  ],
  [
    "engine/plan/x.ts",
    'import type { A } from "../../ffi/mod.ts"',
    "engine may not import ffi",
  ],
  [
    "engine/plan/x.ts",
    'import { A } from "../../backends/mod.ts"',
    'engine may import only types from backends: write "import type"',
  ],
  [
    "cmd/x.ts",
    'const a = await import("../tests/a.ts")',
    "cmd may not import tests",
  ],
  ["cmd/x.ts", 'import "../bench/a.ts"', "cmd may not import bench"],
  [
    "cmd/x.ts",
    'export { a } from "../engine/plan/compile.ts"',
    '"engine/plan/compile.ts" is inside another room: enter by its mod.ts',
  ],
  [
    "engine/plan/x.ts",
    'import { a } from "../recorder/mod.ts"',
    "engine/plan may not import engine/recorder: it is to its right",
  ],
  [
    "engine/plan/x.ts",
    'import { a } from "../profile/units.ts"',
    '"engine/profile/units.ts" is inside another stage: enter by its mod.ts',
  ],
  [
    "engine/plan/x.ts",
    'import { a } from "../mod.ts"',
    "a stage may not import the engine's own door",
  ],
  [
    "engine/workloads/block/x.ts",
    'import { a } from "../../workers/mod.ts"',
    "workloads may import only the profile stage, not workers",
  ],
  [
    "engine/cases/x.ts",
    'import type { A } from "../workers/mod.ts"',
    "cases may import only the profile stage, not workers",
  ],
  [
    "engine/history/x.ts",
    'import { a } from "../profile/mod.ts"',
    "history may import nothing of the engine, and not profile",
  ],
  [
    "engine/report/x.ts",
    'import { a } from "../cases/mod.ts"',
    "only plan and workers use cases",
  ],
  [
    "ffi/x.ts",
    'import { a } from "npm:left-pad"',
    'ffi may not load the package "npm:left-pad"',
  ],
  [
    "cmd/x.ts",
    "const a = await import(name)",
    "an import() of a computed name hides what is loaded",
  ],
  ["attic/x.ts", 'import "../ffi/mod.ts"', '"attic" is no room of the house'],
];

const PASSED: readonly (readonly [string, string])[] = [
  ["main.ts", 'import { a } from "./cmd/mod.ts"'],
  ["cmd/x.ts", 'const a = await import("./run.ts")'],
  ["cmd/x.ts", 'import config from "../deno.json" with { type: "json" }'],
  ["cmd/x.ts", 'import { a } from "../backends/conformance/mod.ts"'],
  ["engine/plan/x.ts", 'import type { A } from "../../backends/mod.ts"'],
  ["engine/plan/x.ts", 'import { a } from "../profile/mod.ts"'],
  ["engine/plan/x.ts", 'import { a } from "./y.ts"'],
  ["engine/plan/x.ts", 'import { a } from "../workloads/block/mod.ts"'],
  [
    "engine/workloads/block/x.ts",
    'import type { A } from "../../profile/mod.ts"',
  ],
  ["engine/mod.ts", 'export { a } from "./plan/mod.ts"'],
  ["tests/ffi/x_test.ts", 'import { a } from "../../ffi/layout.ts"'],
];

for (const [path, text, reason] of STOPPED) {
  Deno.test(`checkRooms() stops ${text} in ${path}`, () => {
    const breaches = checkRooms(collectImports(plant(path, text)));
    assertEquals(breaches.map((breach) => breach.reason), [reason]);
    assertEquals(breaches[0]?.line, 1);
  });
}

Deno.test("checkRooms() lets the flow of the house pass", () => {
  const edges = PASSED.flatMap(([path, text]) =>
    collectImports(plant(path, text))
  );
  assertEquals(edges.length, PASSED.length);
  assertEquals(checkRooms(edges), []);
});
