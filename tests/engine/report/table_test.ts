import { assertEquals } from "@std/assert";
import { alignRows, widthOf, wrapText } from "../../../engine/report/table.ts";

Deno.test("alignRows() puts names to the left and numbers to the right", () => {
  assertEquals(alignRows([["", "count", "x"], ["write", "1", "22"]]), [
    "       count   x",
    "write      1  22",
  ]);
});

Deno.test("alignRows() leaves no blanks at the end", () => {
  assertEquals(alignRows([["a"], ["long"]]), ["a", "long"]);
});

Deno.test("widthOf() is that of the longest line", () => {
  assertEquals(widthOf(["a", "abc"]), 3);
  assertEquals(widthOf([]), 0);
});

Deno.test("wrapText() breaks between words and indents what follows", () => {
  assertEquals(wrapText("one two three", { head: "- ", width: 9 }), [
    "- one two",
    "  three",
  ]);
});

Deno.test("wrapText() never breaks a word", () => {
  assertEquals(wrapText("a /very/long/path b", { head: "", width: 6 }), [
    "a",
    "/very/long/path",
    "b",
  ]);
});
