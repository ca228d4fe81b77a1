import { assertEquals } from "@std/assert";
import {
  firstMismatch,
  type JsonShape,
} from "../../../engine/recorder/json_shape.ts";

const SHAPE: JsonShape = {
  type: "object",
  properties: {
    name: { type: "string" },
    kind: { enum: ["a", "b"] },
    counts: { type: "array", items: { type: ["integer", "null"] } },
    rest: { type: "object", additionalProperties: { type: "number" } },
  },
  required: ["name"],
  additionalProperties: false,
};

Deno.test("firstMismatch() accepts what fits", () => {
  const value = { name: "x", kind: "b", counts: [1, null], rest: { y: 0.5 } };
  assertEquals(firstMismatch(value, SHAPE), null);
});

Deno.test("firstMismatch() says where a value does not fit and what it is", () => {
  const cases: [unknown, string][] = [
    [null, "the document is null, not object"],
    [{}, 'the document lacks "name"'],
    [{ name: 5 }, "the document.name is 5, not string"],
    [
      { name: "x", kind: "c" },
      'the document.kind is "c", not one of "a", "b"',
    ],
    [
      { name: "x", counts: [1, 1.5] },
      "the document.counts[1] is 1.5, not integer or null",
    ],
    [
      { name: "x", rest: { y: {} } },
      "the document.rest.y is an object, not number",
    ],
    [{ name: "x", other: 1 }, 'the document has an unknown "other"'],
  ];
  for (const [value, mismatch] of cases) {
    assertEquals(firstMismatch(value, SHAPE), mismatch);
  }
});

Deno.test("firstMismatch() does not repeat a long text whole", () => {
  const mismatch = firstMismatch("x".repeat(1000), { type: "number" });
  assertEquals((mismatch ?? "").length < 80, true);
});
