/** The promises of cmd/text_table.ts. */
import { assertEquals } from "@std/assert";
import { textTable } from "../../cmd/text_table.ts";

Deno.test("textTable() aligns columns and ends no line in spaces", () => {
  const text = textTable([["a", "bb", "c"], ["aaa", "b", ""]]);
  assertEquals(text, "a    bb  c\naaa  b\n");
});

Deno.test("textTable() of no rows is empty", () => {
  assertEquals(textTable([]), "");
});
