import { assertEquals } from "@std/assert";
import { ABSENT, NEVER } from "../../../../engine/history/mod.ts";
import {
  KeyLog,
  type Look,
  type Write,
} from "../../../../engine/workloads/consistency/key_log.ts";

let clock = 0;
const times = () => ({ callNs: ++clock, returnNs: ++clock });

function put(value: number, more: Partial<Write> = {}): Write {
  return {
    kind: "put",
    operation: "put",
    client: 0,
    endpoint: "one",
    value,
    etag: `e${value}`,
    ...times(),
    ...more,
  };
}

function look(more: Partial<Look>): Look {
  return {
    kind: "get",
    operation: "get",
    client: 1,
    endpoint: "one",
    ...times(),
    ...more,
  };
}

Deno.test("KeyLog gives every attempt a value of its own", () => {
  const log = new KeyLog("k", 1);
  assertEquals([log.make([1]), log.make([2, 3])], [1, 2]);
  assertEquals(log.shapeOf(2), [2, 3]);
  assertEquals(log.shapeOf(0), undefined);
});

Deno.test("KeyLog takes a head for a read of the value with its etag", () => {
  const log = new KeyLog("k", 1);
  log.look(look({ operation: "head", etag: "e1" }));
  log.look(look({ operation: "head", etag: null }));
  // The answer to the put may come after others have seen it.
  log.write(put(1));
  const { rows, ambiguous } = log.judged("reads");
  assertEquals(rows.map(({ value }) => value), [1, 1, ABSENT]);
  assertEquals(ambiguous, 0);
});

Deno.test("KeyLog judges lists apart from reads", () => {
  const log = new KeyLog("k", 1);
  log.write(put(1));
  log.look(look({ value: 1 }));
  log.look(look({ operation: "list", etag: "e1" }));
  assertEquals(log.judged("reads").looks, 1);
  assertEquals(log.judged("lists").rows.map(({ operation }) => operation), [
    "put",
    "list",
  ]);
});

Deno.test("KeyLog tells a foreign etag from one that nobody was told", () => {
  const log = new KeyLog("k", 1);
  log.write(put(1));
  log.look(look({ operation: "head", etag: "other" }));
  assertEquals(log.unexplained().length, 1);
  log.write(put(2, { returnNs: NEVER }));
  assertEquals(log.unexplained(), []);
  assertEquals(log.judged("reads").ambiguous, 1);
});

Deno.test("KeyLog trusts no etag that two values had", () => {
  const log = new KeyLog("k", 1);
  const first = put(1, { etag: "same" });
  assertEquals(log.write(first), undefined);
  assertEquals(log.write(put(2, { etag: "same" })), first);
  assertEquals(log.valueOf("same"), undefined);
  log.look(look({ operation: "head", etag: "same" }));
  assertEquals(log.judged("reads").ambiguous, 1);
});

Deno.test("KeyLog keeps looks at refused values out of the history", () => {
  const log = new KeyLog("k", 1);
  log.look(look({ value: 1 }));
  log.refuse(1);
  assertEquals(log.judged("reads").rows, []);
  assertEquals(log.lookedAtRefused().length, 1);
});

Deno.test("KeyLog offers the latest versions to conditions, newest last", () => {
  const log = new KeyLog("k", 1);
  for (const value of [1, 2, 3, 4, 5]) log.write(put(value));
  assertEquals(log.recent.map(({ value }) => value), [2, 3, 4, 5]);
});

Deno.test("KeyLog keeps what a conditional put replaced, if it succeeded", () => {
  const log = new KeyLog("k", 1);
  log.write(put(1, { basis: ABSENT }));
  log.write(put(2, { basis: 1, returnNs: NEVER }));
  assertEquals([...log.judged("reads").history.bases], [[0, ABSENT]]);
});
