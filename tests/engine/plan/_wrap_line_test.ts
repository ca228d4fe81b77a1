/** Promises of `engine/plan/_wrap_line.ts`. */
import { assertEquals } from "@std/assert";
import { wrapLine } from "../../../engine/plan/_wrap_line.ts";

const INDENTS = { indent: "- ", hang: "  " };

Deno.test("wrapLine() fills 80 columns and no more", () => {
  const word = "x".repeat(38);
  const fits = `${word} ${word}y`;
  assertEquals(wrapLine(fits, INDENTS), [`- ${fits}`]);
  assertEquals(wrapLine(`${fits}y`, INDENTS), [`- ${word}`, `  ${word}yy`]);
});

Deno.test("wrapLine() keeps a number beside its unit", () => {
  const text = `${"x".repeat(75)} 4 KiB`;
  assertEquals(wrapLine(text, INDENTS)[1], "  4 KiB");
});

Deno.test("wrapLine() leaves a long word whole and an empty text out", () => {
  const word = "x".repeat(100);
  assertEquals(wrapLine(word, INDENTS), [`- ${word}`]);
  assertEquals(wrapLine("  ", INDENTS), []);
});
