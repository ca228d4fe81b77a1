/** The promises of cmd/shell_word.ts. */
import { assertEquals } from "@std/assert";
import { shellWord } from "../../cmd/shell_word.ts";

Deno.test("shellWord() quotes only what a shell would change", () => {
  assertEquals(shellWord("file:///x-1"), "file:///x-1");
  assertEquals(shellWord("it's 7"), "'it'\\''s 7'");
  assertEquals(shellWord(""), "''");
});
