/** Places and wording of breaches. */
import { assertEquals } from "@std/assert";
import { formatBreaches, lineAt } from "./breach.ts";

Deno.test("lineAt() counts from 1 and gives a line its own newline", () => {
  const text = "ab\ncd\n\nef";
  assertEquals([0, 2, 3, 5, 6, 7].map((at) => lineAt(text, at)), [
    1,
    1,
    2,
    2,
    3,
    4,
  ]);
});

Deno.test("formatBreaches() sorts by place and leaves out line 0", () => {
  const breach = (path: string, line: number) => ({
    path,
    line,
    rule: "sizes",
    reason: "too big",
  });
  assertEquals(
    formatBreaches([breach("b.ts", 2), breach("a.ts", 0), breach("b.ts", 1)]),
    "a.ts sizes: too big\nb.ts:1 sizes: too big\nb.ts:2 sizes: too big",
  );
});
