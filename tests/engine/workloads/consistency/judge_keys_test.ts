import { assert, assertEquals } from "@std/assert";
import { ABSENT } from "../../../../engine/history/mod.ts";
import type { OperationName } from "../../../../engine/workloads/consistency/mod.ts";
import {
  judgeFace,
  weaker,
} from "../../../../engine/workloads/consistency/judge_keys.ts";
import { KeyLog } from "../../../../engine/workloads/consistency/key_log.ts";

type Did = readonly [OperationName, number, basis?: number];

/** One after another, each by a client of its own. */
function logOf(...done: readonly Did[]): KeyLog {
  const log = new KeyLog("k", 1);
  done.forEach(([operation, value, basis], at) => {
    const call = {
      operation,
      client: at,
      endpoint: "one",
      callNs: at * 10,
      returnNs: at * 10 + 5,
    };
    if (operation === "list") {
      const etag = value === ABSENT ? null : `e${value}`;
      log.look({ ...call, kind: "get", etag });
    } else if (operation === "get") {
      log.look({ ...call, kind: "get", value });
    } else if (operation === "delete") {
      log.write({ ...call, kind: "delete", value });
    } else {
      const etag = `e${value}`;
      const more = basis === undefined ? { etag } : { etag, basis };
      log.write({ ...call, kind: "put", value, ...more });
    }
  });
  return log;
}

Deno.test("judgeFace() finds nothing in a history without faults", () => {
  const log = logOf(["put", 1], ["get", 1], ["list", 1], ["delete", 0], [
    "get",
    0,
  ], ["list", 0]);
  for (const face of ["reads", "lists"] as const) {
    const { verdict, findings } = judgeFace([log], face);
    assertEquals(verdict.level, "linearizable");
    assertEquals([verdict.looks, verdict.violatedKeys], [2, 0]);
    assertEquals(findings, []);
  }
});

Deno.test("judgeFace() names each fault after what it does", () => {
  const faults: readonly (readonly ["reads" | "lists", string, Did[]])[] = [
    ["reads", "stale read", [["put", 1], ["put", 2], ["get", 1]]],
    ["reads", "lost write", [["put", 1], ["get", 0]]],
    ["reads", "resurrected delete", [["put", 1], ["delete", 0], ["get", 1]]],
    ["reads", "two winners", [
      ["put", 1],
      ["put if match", 2, 1],
      ["put if match", 3, 1],
    ]],
    ["reads", "lost update", [["put", 1], ["put", 2], ["put if match", 3, 1]]],
    ["reads", "impossible read", [["get", 1], ["put", 1]]],
    ["lists", "list misses key", [["put", 1], ["list", 0]]],
    ["lists", "list is stale", [["put", 1], ["put", 2], ["list", 1]]],
    ["lists", "list shows deleted key", [
      ["put", 1],
      ["delete", 0],
      ["list", 1],
    ]],
  ];
  for (const [face, name, done] of faults) {
    const { findings, verdict } = judgeFace([logOf(...done)], face);
    assertEquals(findings.map((one) => one.name), [name]);
    assert((findings[0]?.witness.length ?? 9) <= 3, name);
    assertEquals(verdict.violatedKeys, 1);
  }
});

Deno.test("judgeFace() tells the weakest key and the longest staleness", () => {
  const sound = logOf(["put", 1], ["get", 1]);
  const stale = logOf(["put", 1], ["put", 2], ["get", 2], ["get", 1]);
  const { verdict } = judgeFace([sound, stale], "reads");
  assertEquals(verdict.level, "read-your-writes");
  assertEquals(verdict.staleLooks, 1);
  assertEquals(verdict.stalenessNs, 15);
  assertEquals(verdict.keys, 2);
});

Deno.test("judgeFace() has no level where nobody has looked", () => {
  assertEquals(judgeFace([logOf(["put", 1])], "lists").verdict.level, null);
});

Deno.test("weaker() takes the weaker level, or the only one", () => {
  assertEquals(weaker("regular", "linearizable"), "regular");
  assertEquals(weaker("regular", "eventual"), "eventual");
  assertEquals(weaker(null, "monotonic"), "monotonic");
  assertEquals(weaker(null, null), null);
});
