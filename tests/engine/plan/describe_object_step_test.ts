/** Promises of `engine/plan/describe_object_step.ts`, on planned steps. */
import { assertEquals } from "@std/assert";
import { objectLines } from "../../../engine/plan/describe_object_step.ts";
import { compilePlan } from "../../../engine/plan/compile.ts";
import { describePlan } from "../../../engine/plan/describe.ts";
import { objectInput, plannedKeys } from "./object_input.ts";

function linesOf(keys: string): string[] {
  const text = `{name: s, load: object, ${keys}}`;
  const [step] = plannedKeys(objectInput([text])).steps;
  if (step === undefined) throw new Error("no step");
  return objectLines(step);
}

Deno.test("objectLines() tells operations, lanes, limits and attempts", () => {
  assertEquals(
    linesOf(
      "op: {get: 60, range: 20, list: 20}, pattern: random, rangeSize: 4KiB, " +
        "duration: 60s, warmup: 2s, lanes: 2, rate: 100/s, attempts: 3",
    ),
    [
      "get 60%, range 20% (4 KiB), list 20% (1,000 keys); keys at random",
      "2 lanes of depth 16, http, open loop at 100/s with even gaps",
      "1 m after 2 s of warm-up; every answer is compared; up to 3 attempts",
    ],
  );
  assertEquals(linesOf("op: put"), [
    "put; keys in order",
    "1 lane of depth 16, http, closed loop",
    "1,000 operations; nothing to compare; nothing is tried again",
  ]);
});

Deno.test("describePlan() tells what a store is driven by and will hold", () => {
  const text = describePlan(compilePlan(objectInput([
    "{name: put, load: object, op: put}",
    "{name: get, load: object, op: get}",
  ])));
  assertEquals(text.split("\n").slice(2, 11), [
    "Target x: s3://bucket/x",
    "  is       a store of objects, driven by libcurl (libcurl/7.88.1) over 1",
    "           endpoint",
    "  creates  up to 1,000 objects below sv-0123456789abcdef/, each of 64 KiB",
    "           (65,536 bytes); and a marker .stor-verify.json of run",
    "           0123456789abcdef",
    "  writes   1,000 objects, new or over an old one",
    "  deletes  what it creates, after a run that passes; else it is kept for",
    "           stor-verify verify",
  ]);
});
