/** Promises of `engine/profile/shape_rule.ts`. */
import { assertEquals } from "@std/assert";
import { count } from "../../../engine/profile/scalar_rule.ts";
import {
  either,
  list,
  mapping,
  pairs,
  single,
} from "../../../engine/profile/shape_rule.ts";
import type { Rule } from "../../../engine/profile/rule.ts";
import { Mistakes } from "../../../engine/profile/usage_error.ts";

const digit = count({ min: 0, max: 9 });
const pair = mapping({
  one: { rule: digit, required: true, says: "The first" },
  two: { rule: digit, says: "The second" },
});

function read<T>(rule: Rule<T>, value: unknown) {
  const mistakes = new Mistakes();
  const result = rule.read(value, { path: "at", mistakes });
  const lines = mistakes.list.map(({ path, sentence }) =>
    `${path}: ${sentence}`
  );
  return { result, lines };
}

Deno.test("mapping() reads what is right beside what is wrong", () => {
  const { result, lines } = read(pair, { one: 1, two: 10, tow: 2 });
  assertEquals(result, { one: 1 });
  assertEquals(lines, [
    'at.tow: Unknown key "tow" (did you mean "two"?)',
    "at.two: Cannot use 10: expected a whole number from 0 to 9",
  ]);
});

Deno.test("mapping() misses keys that are required, and no others", () => {
  assertEquals(read(pair, { two: 2 }).lines, [
    "at.one: Missing key: The first",
  ]);
  assertEquals(read(pair, { one: 1 }).lines, []);
});

Deno.test("mapping() looks only at a value's own keys", () => {
  const inherited = Object.create({ one: 1 });
  assertEquals(read(pair, inherited).lines, [
    "at.one: Missing key: The first",
  ]);
});

Deno.test("single() wants exactly one key", () => {
  const rule = single(pair, "one key");
  assertEquals(read(rule, { one: 1 }).lines, []);
  for (const value of [{}, { one: 1, two: 2 }, "one", null]) {
    assertEquals(read(rule, value).lines.length, 1);
  }
});

Deno.test("list() counts its items and reads each", () => {
  const rule = list(digit, { min: 1, max: 2, item: "digit" });
  assertEquals(read(rule, [1, 2]).result, [1, 2]);
  assertEquals(read(rule, [1, 2, 3]).lines, [
    "at: Cannot use 3 digits: expected 1 to 2",
  ]);
  assertEquals(read(rule, [1, "x"]).lines, [
    'at[1]: Cannot use "x": expected a whole number from 0 to 9',
  ]);
  assertEquals(read(rule, 1).lines, [
    "at: Cannot use 1: expected a list of 1 to 2 digits",
  ]);
});

Deno.test("pairs() reads keys as it reads values", () => {
  const key: Rule<number> = {
    schema: {},
    read: (value) => Number(value),
  };
  const rule = pairs({ key, value: digit, max: 2 });
  assertEquals(read(rule, { 5: 1, 7: 2 }).result, [[5, 1], [7, 2]]);
  assertEquals(read(rule, { 5: 1, 7: 10 }).result, undefined);
  assertEquals(read(rule, {}).lines, [
    "at: Cannot use a mapping: expected 1 to 2 entries",
  ]);
});

Deno.test("either() tells shapes apart by the kind of value", () => {
  const rule = either<unknown>({ scalar: digit, mapping: pair });
  assertEquals(read(rule, 5).result, 5);
  assertEquals(read(rule, { one: 1 }).result, { one: 1 });
  assertEquals(read(rule, [1]).lines, [
    "at: Cannot use a list: expected a whole number from 0 to 9",
  ]);
});
