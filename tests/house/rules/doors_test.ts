/** Doors show names and nothing else. */
import { assertEquals } from "@std/assert";
import { checkDoors } from "./doors.ts";
import { plant, said } from "./planted.ts";

Deno.test("checkDoors() lets a list of names pass", () => {
  const door = plant(
    "ffi/mod.ts",
    'export { a } from "./a.ts";',
    'export type { B } from "./b.ts";',
  );
  assertEquals(checkDoors(door), []);
});

Deno.test("checkDoors() stops export * in any file", () => {
  const file = plant("ffi/x.ts", "", 'export * from "./a.ts";');
  assertEquals(said(checkDoors(file)), [
    "2: export * hides what is shown: list the names",
  ]);
});

Deno.test("checkDoors() stops code in a door, not beside it", () => {
  const code = "export const a = 1;";
  assertEquals(said(checkDoors(plant("ffi/mod.ts", code))), [
    "1: a door only exports names of other files",
  ]);
  assertEquals(checkDoors(plant("ffi/a.ts", code)), []);
});
