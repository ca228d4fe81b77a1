/** Importing does nothing. */
import { assertEquals } from "@std/assert";
import { checkEffects } from "./effects.ts";
import { plant, said } from "./planted.ts";

Deno.test("checkEffects() lets declarations and a guarded start pass", () => {
  const file = plant(
    "ffi/x.ts",
    'import { a } from "./a.ts";',
    "export const b = new Map();",
    "export async function c() { await a(); }",
    "if (import.meta.main) await c();",
  );
  assertEquals(checkEffects(file), []);
});

Deno.test("checkEffects() stops a call, a loop and an await at the top", () => {
  const file = plant(
    "ffi/x.ts",
    "start();",
    "for (const a of b) c(a);",
    "const d = await open();",
  );
  assertEquals(said(checkEffects(file)), [
    "1: this runs when the file is imported",
    "2: this runs when the file is imported",
    "3: an await at the top level makes importing wait",
  ]);
});

Deno.test("checkEffects() stops state at the top", () => {
  for (const text of ["let a = 1;", "export let a = 1;", "var a = 1;"]) {
    assertEquals(checkEffects(plant("ffi/x.ts", text)).length, 1);
  }
});

Deno.test("checkEffects() lets test files register their tests", () => {
  assertEquals(checkEffects(plant("tests/ffi/x_test.ts", "Deno.test(a);")), []);
});
