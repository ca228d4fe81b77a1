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

Deno.test("alignRows() takes as many names as it is told", () => {
  assertEquals(alignRows([["a", "b", "1"], ["aa", "bb", "22"]], 2), [
    "a   b    1",
    "aa  bb  22",
  ]);
});

Deno.test("wrapText() leaves a number beside what it counts", () => {
  const wrapped = (text: string) => wrapText(text, { head: "", width: 13 });
  assertEquals(wrapped("read back, 0 ambiguous"), [
    "read back,",
    "0 ambiguous",
  ]);
  assertEquals(wrapped("it took (12.5 ms)"), ["it took", "(12.5 ms)"]);
  assertEquals(wrapped("on /mnt/disk1 it"), ["on /mnt/disk1", "it"]);
});
