/** Medians and ratios. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  alternate,
  compareRounds,
  median,
} from "../../../bench/versus/pairs.ts";

Deno.test("median() takes the middle, or between the middle two", () => {
  assertEquals([median([3]), median([9, 1, 2]), median([4, 1, 3, 2])], [
    3,
    2,
    2.5,
  ]);
  assertThrows(() => median([]), RangeError);
});

Deno.test("compareRounds() takes the median of ratios, not of medians", () => {
  const comparison = compareRounds([
    { ours: 100, theirs: 50 },
    { ours: 10, theirs: 10 },
    { ours: 30, theirs: 60 },
  ]);
  assertEquals(comparison.ratio, 1);
  assertEquals([comparison.ratioMin, comparison.ratioMax], [0.5, 2]);
  assertEquals([comparison.oursMedian, comparison.theirsMedian], [30, 50]);
});

Deno.test("alternate() lets each begin in turn, and keeps the order given", async () => {
  const order: string[] = [];
  const as = (name: string) => () =>
    Promise.resolve(order.push(name)).then(() => name);
  const rounds = await alternate(3, [as("a"), as("b"), as("c")]);
  assertEquals(order.join(""), "abcbcacab");
  assertEquals(rounds, Array(3).fill(["a", "b", "c"]));
});
