/** Promises of `engine/plan/save.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { compilePlan } from "../../../engine/plan/compile.ts";
import { loadPlan, savePlan } from "../../../engine/plan/save.ts";
import { UsageError } from "../../../engine/profile/mod.ts";
import { objectInput } from "./object_input.ts";
import { input } from "./plan_input.ts";

const PLAN = compilePlan(input([
  "{name: fill, load: block, op: write, total: 64MiB, sync: every 3, " +
  "steadyState: {window: 3s}}",
  "{name: hot, load: block, op: read, pattern: hot-band, rate: 5/s, ops: 9}",
  "{name: zipf, load: block, op: read, pattern: zipf, duration: 1s}",
  "{cases: a}",
], { caseIds: ["a"], top: 'objectives: ["findings == 0"]' }));

function refuses(text: string, sentence: string): void {
  assertThrows(() => loadPlan(text), UsageError, sentence);
}

Deno.test("loadPlan() gives back what savePlan() wrote", () => {
  assertEquals(loadPlan(savePlan(PLAN)), PLAN);
  assertEquals(savePlan(loadPlan(savePlan(PLAN))), savePlan(PLAN));
});

const KEYS = compilePlan(objectInput([
  "{name: put, load: object, op: put, pattern: zipf}",
  "{name: get, load: object, op: get, pattern: hot-band, rate: 5/s, ops: 9}",
], {
  top:
    "objects: { keys: 9, keyStyle: tree, sizes: {lognormal: {median: 4KiB, " +
    "sigma: 1.5, min: 1B, max: 1MiB}} }",
}));

Deno.test("loadPlan() keeps plans of keys, and names what is damaged", () => {
  assertEquals(loadPlan(savePlan(KEYS)), KEYS);
  for (
    const [from, to, sentence] of [
      ['"firstKey": 0', '"firstKey": -1', "lanes[0].firstKey: It is -1"],
      ['"keyPrefix": "', '"prefix": "', "objects.keyPrefix: It is missing"],
      ['"sigmaMilli"', '"sigma"', "objects.sizes.sigmaMilli: It is missing"],
      ['"keys": 9', '"keys": "9"', "profile.objects.keys: It is"],
    ] as const
  ) {
    refuses(savePlan(KEYS).replace(from, to), sentence);
  }
});

Deno.test("loadPlan() refuses another version", () => {
  const text = savePlan(PLAN).replace('"version": 1', '"version": 2');
  refuses(text, "version: It is 2: this program reads version 1");
  refuses("{}", "version: It is missing");
  refuses("[]", "version: It is missing");
  refuses("null", "version: It is missing");
});

Deno.test("loadPlan() refuses a text that was cut off", () => {
  refuses(savePlan(PLAN).slice(0, -20), "The text is no JSON");
  refuses("", "The text is no JSON");
});

Deno.test("loadPlan() names the part that is damaged", () => {
  const damages: readonly (readonly [string, string, string])[] = [
    ['"depth": 16', '"depth": -1', "profile.steps[0].depth: It is -1"],
    [
      '"limitNs": 0',
      '"limitNs": -1',
      "targets[0].steps[0].lanes[0].limitNs: It is -1: expected a whole number",
    ],
    ['"limitNs": 0', '"limit": 0', "lanes[0].limitNs: It is missing"],
    [
      '"objectTag": 0',
      '"objectTag": "0"',
      'targets[0].space.objectTag: It is "0": expected a whole number',
    ],
    ['"runKey": "', '"runKey": "x', "expected 16 hex digits"],
    ['"dsync": false', '"dsync": 0', "expected a truth"],
    ['"doubts": []', '"doubts": [1]', "doubts[0]: It is 1: expected a text"],
  ];
  for (const [from, to, sentence] of damages) {
    const text = savePlan(PLAN);
    assertEquals(text.includes(from), true, from);
    refuses(text.replace(from, to), sentence);
  }
});

Deno.test("loadPlan() refuses a plan that lacks any of its parts", () => {
  for (const key of Object.keys(PLAN)) {
    const cut = Object.entries(PLAN).filter(([name]) => name !== key);
    refuses(JSON.stringify(Object.fromEntries(cut)), "missing");
  }
});
