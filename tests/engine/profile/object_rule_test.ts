/** Promises of `engine/profile/object_rule.ts`, through whole profiles. */
import { assert, assertEquals } from "@std/assert";
import { oneObjectStep } from "./object_text.ts";
import { mistakeLines, parsed } from "./profile_text.ts";

const MiB = 1024 ** 2;

function stepOf(keys: Readonly<Record<string, string>>) {
  const [step] = parsed(oneObjectStep(keys)).steps;
  if (step?.kind !== "object") throw new TypeError("No step loads objects");
  return step;
}

function objectsOf(keys: Readonly<Record<string, string>>) {
  const { objects } = parsed(oneObjectStep({}, keys));
  if (objects === undefined) throw new TypeError("There are no objects");
  return objects;
}

Deno.test("objectOp takes one word or shares that add up to 100", () => {
  assertEquals(stepOf({ op: "put" }).op, { put: 100 });
  assertEquals(
    stepOf({ op: "{get: 60.5, put: 30, list: 9.5}" }).op,
    { get: 60.5, put: 30, list: 9.5 },
  );
});

const WRONG_OPS = [
  ["gte", 'Unknown word "gte" (did you mean "get"?)'],
  ["{get: 60, put: 30}", "Cannot use shares that add up to 90"],
  ["{get: 99.95, put: 0.05}", "at least 0.1, in steps of 0.1"],
  ["{get: 100, put: 0}", "Cannot use 0: expected at least 0.1"],
  ["{gte: 100}", 'Unknown key "gte" (did you mean "get"?)'],
] as const;

Deno.test("objectOp refuses other words and other sums", () => {
  for (const [op, sentence] of WRONG_OPS) {
    const found = mistakeLines(oneObjectStep({ op })).join("\n");
    assert(found.startsWith("steps[0].op"), found);
    assert(found.includes(sentence), found);
  }
});

Deno.test("objectPattern knows words, a skew and a hot band", () => {
  assertEquals(stepOf({}).pattern, { kind: "sequential" });
  assertEquals(stepOf({ pattern: "zipf" }).pattern, {
    kind: "zipf",
    theta: 0.99,
  });
  assertEquals(
    stepOf({ pattern: "{hotBand: {space: 5%, access: 80%}}" }).pattern,
    { kind: "hot-band", spacePercent: 5, accessPercent: 80 },
  );
});

Deno.test("objectPattern refuses shuffle, which only offsets have", () => {
  const found = mistakeLines(oneObjectStep({ pattern: "shuffle" })).join();
  assert(found.startsWith('steps[0].pattern: Unknown word "shuffle"'), found);
});

Deno.test("objectSizes reads each of its four shapes", () => {
  const sizes = (text: string) => objectsOf({ sizes: text }).sizes;
  assertEquals(sizes("1MiB"), { kind: "fixed", bytes: MiB });
  assertEquals(sizes("{4KiB: 70, 1MiB: 30}"), {
    kind: "list",
    sizes: [{ bytes: 4096, weight: 70 }, { bytes: MiB, weight: 30 }],
  });
  assertEquals(sizes("{uniform: {min: 1B, max: 1MiB}}"), {
    kind: "uniform",
    minBytes: 1,
    maxBytes: MiB,
  });
  assertEquals(
    sizes("{lognormal: {median: 64KiB, sigma: 1.5, min: 1KiB, max: 1MiB}}"),
    {
      kind: "lognormal",
      medianBytes: 65_536,
      sigma: 1.5,
      minBytes: 1024,
      maxBytes: MiB,
    },
  );
});

const WRONG_SIZES = [
  ["4096", "give a unit"],
  ["{4KiB: 70}", "Cannot use percentages that add up to 70"],
  ["{uniform: {min: 2KiB, max: 1KiB}}", "Cannot draw sizes from 2048 to 1024"],
  ["{uniform: {min: 2KiB}}", "Missing key: The largest object"],
  ["{uniform: {min: 1B, max: 2B}, 4KiB: 100}", "expected uniform alone"],
  [
    "{lognormal: {median: 1KiB, sigma: 1, min: 2KiB, max: 4KiB}}",
    "the median must lie between min and max",
  ],
] as const;

Deno.test("objectSizes refuses what no object can have", () => {
  for (const [sizes, sentence] of WRONG_SIZES) {
    const found = mistakeLines(oneObjectStep({}, { sizes })).join("\n");
    assert(found.startsWith("objects.sizes"), found);
    assert(found.includes(sentence), found);
  }
});

Deno.test("keyStyle is flat, a tree of 16, or a tree as wide as asked", () => {
  assertEquals(objectsOf({}).keyStyle, { kind: "flat" });
  const tree = (keyStyle: string) => objectsOf({ keyStyle }).keyStyle;
  assertEquals(tree("tree"), { kind: "tree", width: 16 });
  assertEquals(tree("{tree: 32}"), { kind: "tree", width: 32 });
  const found = mistakeLines(oneObjectStep({}, { keyStyle: "{tree: 1}" }));
  assertEquals(found, [
    "objects.keyStyle.tree: Cannot use 1: expected a whole number from 2 to " +
    "4096",
  ]);
});

Deno.test("multipartFrom is a size or never", () => {
  const from = (multipartFrom: string) =>
    objectsOf({ multipartFrom }).multipartFromBytes;
  assertEquals([from("never"), from("5MiB")], [0, 5 * MiB]);
});
