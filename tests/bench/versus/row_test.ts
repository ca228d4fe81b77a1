/** Bars are met or missed by what was measured. */
import { assertEquals } from "@std/assert";
import { boundBar, ratioBar } from "../../../bench/versus/row.ts";

const base = { title: "a", unit: "ns" };

Deno.test("boundBar() is met at its bound and missed beyond", () => {
  const isMet = (measured: number, bound: object) =>
    boundBar({ ...base, measured, ...bound }).isMet;
  assertEquals(
    [
      isMet(3, { atMost: 3 }),
      isMet(3.1, { atMost: 3 }),
      isMet(10, { atLeast: 10 }),
      isMet(9.9, { atLeast: 10 }),
    ],
    [true, false, true, false],
  );
});

Deno.test("boundBar() is missed by a number that is none", () => {
  assertEquals(boundBar({ ...base, measured: NaN, atMost: 3 }).isMet, false);
  assertEquals(boundBar({ ...base, measured: NaN, atLeast: 3 }).isMet, false);
});

Deno.test("boundBar() without a bound is shown and never counted", () => {
  const bar = boundBar({ ...base, measured: 1 });
  assertEquals([bar.isMet, bar.need], [null, "no bar"]);
});

Deno.test("ratioBar() holds the bar against the median ratio", () => {
  const rounds = [{ ours: 2, theirs: 1 }, { ours: 1, theirs: 1 }, {
    ours: 3,
    theirs: 1,
  }];
  const bar = ratioBar({ ...base, rounds, atLeast: 2 });
  assertEquals([bar.measured, bar.isMet], [2, true]);
  assertEquals(ratioBar({ ...base, rounds, atMost: 1.9 }).isMet, false);
});
