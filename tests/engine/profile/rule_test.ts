/** Promises of `engine/profile/rule.ts`. */
import { assertEquals } from "@std/assert";
import {
  inside,
  type Place,
  refined,
  type Rule,
  shown,
} from "../../../engine/profile/rule.ts";
import { Mistakes } from "../../../engine/profile/usage_error.ts";

function top(): Place {
  return { path: "", mistakes: new Mistakes() };
}

Deno.test("inside() writes paths as people do", () => {
  const step = inside(inside(top(), "steps"), 0);
  assertEquals(inside(step, "op").path, "steps[0].op");
});

Deno.test("shown() quotes values shortly", () => {
  const values = [null, [1], {}, 5, NaN, 'a"b', true, "x".repeat(50)];
  assertEquals(values.map(shown), [
    "nothing",
    "a list",
    "a mapping",
    "5",
    "NaN",
    '"a\\"b"',
    '"true"',
    `"${"x".repeat(40)}..."`,
  ]);
});

Deno.test("refined() does not refine what could not be read", () => {
  const refuse: Rule<number> = { schema: {}, read: () => undefined };
  const rule = refined(refuse, () => {
    throw new Error("was called");
  });
  assertEquals(rule.read(1, top()), undefined);
});
