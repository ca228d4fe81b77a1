import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  exponential,
  OperationChoice,
} from "../../../../backends/store/sdk/operation_choice.ts";
import type { ObjectLaneSpec } from "../../../../ffi/mod.ts";
import { objectLaneSpec } from "../../../ffi/core_fixture.ts";

function makeChoice(over: Partial<ObjectLaneSpec>) {
  return new OperationChoice(
    objectLaneSpec({ firstKey: 100, keyCount: 1000, ...over }),
  );
}

const keyOf = (choice: OperationChoice) => choice.key(() => false) ?? -1;

/** How often each key came, of `count` choices. */
function tally(choice: OperationChoice, count: number): Map<number, number> {
  const seen = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const key = keyOf(choice);
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return seen;
}

Deno.test("OperationChoice takes operations by their weights", () => {
  const choice = makeChoice({ weights: { get: 75, put: 25, head: 0 } });
  const ops = Array.from({ length: 10_000 }, () => choice.op());
  const gets = ops.filter((op) => op === "get").length;
  assert(gets > 7300 && gets < 7700, `${gets}`);
  assertEquals(new Set(ops), new Set(["get", "put"] as const)); // words
});

Deno.test("OperationChoice repeats itself from its seed alone", () => {
  const over = { choose: { kind: "random" }, weights: { get: 1, put: 1 } };
  const list = (seed: bigint) => {
    const choice = makeChoice({ ...over, seed } as Partial<ObjectLaneSpec>); // literal kind
    return Array.from({ length: 50 }, () => [choice.op(), keyOf(choice)]);
  };
  assertEquals(list(5n), list(5n));
  assert(JSON.stringify(list(5n)) !== JSON.stringify(list(6n)));
});

Deno.test("OperationChoice takes each key once, in order, and again", () => {
  const choice = makeChoice({ keyCount: 3 });
  const keys = Array.from({ length: 5 }, () => keyOf(choice));
  assertEquals(keys, [100, 101, 102, 100, 101]);
});

Deno.test("OperationChoice goes once through the keys that are there, or are not", () => {
  const isThere = (index: number) => index % 3 === 0;
  const keysOf = (kind: "there" | "missing") => {
    const choice = makeChoice({ keyCount: 6, choose: { kind } });
    return Array.from({ length: 7 }, () => choice.key(isThere))
      .filter((key) => key !== null);
  };
  assertEquals(keysOf("there"), [102, 105]);
  assertEquals(keysOf("missing"), [100, 101, 103, 104]);
});

Deno.test("OperationChoice stays among its keys, whatever the choice", () => {
  const chosen: ObjectLaneSpec["choose"][] = [
    { kind: "sequential" },
    { kind: "random" },
    { kind: "zipf", thetaMilli: 990 },
    { kind: "zipf", thetaMilli: 1500 },
    { kind: "hot-band", spacePermille: 100, accessPermille: 900 },
  ];
  for (const choose of chosen) {
    for (const keyCount of [1, 7, 1000]) {
      for (const key of tally(makeChoice({ choose, keyCount }), 3000).keys()) {
        assert(key >= 100 && key < 100 + keyCount, `${choose.kind}: ${key}`);
      }
    }
  }
});

Deno.test("OperationChoice has hot keys that lie apart with zipf", () => {
  const seen = tally(
    makeChoice({ choose: { kind: "zipf", thetaMilli: 990 } }),
    20_000,
  );
  const sorted = [...seen].sort(([, a], [, b]) => b - a);
  const [[first = 0, most = 0] = [], [second = 0, next = 0] = []] = sorted;
  assert(most > 1.4 * next && most > 1500, `${most} and ${next}`);
  assert(Math.abs(first - second) > 1);
});

Deno.test("OperationChoice keeps nine of ten in a hot band", () => {
  const seen = tally(
    makeChoice({
      choose: { kind: "hot-band", spacePermille: 100, accessPermille: 900 },
    }),
    10_000,
  );
  const hot = [...seen].filter(([key]) => key < 200)
    .reduce((sum, [, count]) => sum + count, 0);
  assert(hot > 8800 && hot < 9200, `${hot}`);
});

Deno.test("OperationChoice refuses a lane without any weight", () => {
  assertThrows(() => makeChoice({ weights: {} }).op(), RangeError);
});

Deno.test("exponential() has mean 1 and no infinity", () => {
  let sum = 0;
  for (let i = 0; i < 1000; i++) sum += exponential((i + 0.5) / 1000);
  assert(Math.abs(sum / 1000 - 1) < 0.01);
  assert(Number.isFinite(exponential(1)));
});
