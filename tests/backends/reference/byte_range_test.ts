import { assertEquals } from "@std/assert";
import { parseHttpRange } from "../../../backends/reference/byte_range.ts";

Deno.test("parseHttpRange() reads the three forms of a range", () => {
  assertEquals(parseHttpRange("bytes=2-4", 10), { start: 2, end: 5 });
  assertEquals(parseHttpRange("bytes=7-", 10), { start: 7, end: 10 });
  assertEquals(parseHttpRange("bytes=-3", 10), { start: 7, end: 10 });
  assertEquals(parseHttpRange("bytes=8-99", 10), { start: 8, end: 10 });
  assertEquals(parseHttpRange("bytes=-99", 10), { start: 0, end: 10 });
});

Deno.test("parseHttpRange() tells a range without bytes", () => {
  for (const text of ["bytes=10-", "bytes=10-12", "bytes=-0"]) {
    assertEquals(parseHttpRange(text, 10), "unsatisfiable");
  }
  assertEquals(parseHttpRange("bytes=-5", 0), "unsatisfiable");
});

Deno.test("parseHttpRange() ignores what is not one range", () => {
  for (const text of [undefined, "bytes=4-2", "bytes=0-1,3-4", "lines=1-2"]) {
    assertEquals(parseHttpRange(text, 10), undefined);
  }
});
