/** Sentences above exported names. */
import { assertEquals } from "@std/assert";
import { plant } from "./planted.ts";
import { checkPromises } from "./promises.ts";

const lines = (...text: string[]) =>
  checkPromises(plant("ffi/x.ts", "/** Head. */", ...text))
    .map((breach) => breach.line);

Deno.test("checkPromises() lets a documented name pass", () => {
  assertEquals(
    lines(
      "",
      "/** Opens the library; throws CoreError. */",
      "export function open() {}",
      "const hidden = 1;",
      "export interface Shape { a: number }",
      'export { b } from "./b.ts";',
    ),
    [],
  );
});

Deno.test("checkPromises() misses a sentence, also behind another's", () => {
  assertEquals(
    lines(
      "/** Opens it all. */",
      "export function open() {}",
      "export function close() {}",
      "export const LIMIT = 1;",
      "export class Core {}",
    ),
    [4, 5, 6],
  );
});

Deno.test("checkPromises() takes the head for the one thing in a file", () => {
  assertEquals(lines("export class A {}"), []);
  assertEquals(lines("export class A {}", "export const B = 1;"), [2, 3]);
});

Deno.test("checkPromises() wants more than one word", () => {
  assertEquals(
    lines(
      "",
      "/** Opens. */",
      "export function open() {}",
      "export class A {}",
    ),
    [4, 5],
  );
});
