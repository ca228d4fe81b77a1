/** One test file for each source file. */
import { assertEquals } from "@std/assert";
import { checkMirror, mirrorOf } from "./mirror.ts";
import { plant, said } from "./planted.ts";

const RUNS = plant("ffi/load.ts", "export function load() {}");
const TEST = plant("tests/ffi/load_test.ts", "Deno.test(a);");

Deno.test("mirrorOf() mirrors rooms under tests/ and tests beside", () => {
  assertEquals(mirrorOf("engine/plan/x.ts"), "tests/engine/plan/x_test.ts");
  assertEquals(mirrorOf("main.ts"), "tests/main_test.ts");
  assertEquals(mirrorOf("tests/house/a.ts"), "tests/house/a_test.ts");
});

Deno.test("checkMirror() lets tested files, types, tables and doors pass", () => {
  const files = [
    RUNS,
    TEST,
    plant("ffi/shape.ts", "export interface Shape { a: number }"),
    plant("ffi/table.ts", "export const TABLE = { a: 1 };"),
    plant("ffi/mod.ts", 'export { load } from "./load.ts";'),
  ];
  assertEquals(checkMirror(files, {}), []);
});

Deno.test("checkMirror() misses a test file", () => {
  assertEquals(said(checkMirror([RUNS], {})), [
    '0: has no test file "tests/ffi/load_test.ts"',
  ]);
});

Deno.test("checkMirror() takes an exemption with its reason", () => {
  assertEquals(checkMirror([RUNS], { "ffi/load.ts": "needs a device" }), []);
});

Deno.test("checkMirror() takes an exemption of a kind, in one folder", () => {
  const kind = { "ffi/*_cases.ts": "run by another test" };
  const near = plant("ffi/a_cases.ts", "export function a() {}");
  const far = plant("ffi/b/a_cases.ts", "export function a() {}");
  assertEquals(checkMirror([near], kind), []);
  assertEquals(said(checkMirror([near, far], kind)), [
    '0: has no test file "tests/ffi/b/a_cases_test.ts"',
  ]);
});

Deno.test("checkMirror() stops exemptions that are idle or mute", () => {
  assertEquals(said(checkMirror([RUNS, TEST], { "ffi/load.ts": "why" })), [
    "0: is exempt and need not be",
  ]);
  assertEquals(said(checkMirror([RUNS], { "ffi/load.ts": " " })), [
    "0: is exempt without a reason",
  ]);
  assertEquals(said(checkMirror([], { "ffi/gone*.ts": "why" })), [
    "0: is exempt and need not be",
  ]);
});
