import { assert, assertEquals } from "@std/assert";
import {
  StorageError,
  type StorageErrorKind,
} from "../../../../backends/mod.ts";
import {
  AttemptTally,
  FAILURES_IN_A_ROW_MAX,
} from "../../../../engine/workloads/consistency/attempt_tally.ts";

const failure = (kind: StorageErrorKind) =>
  new StorageError(`It is ${kind}`, { kind, operation: "put" });

Deno.test("AttemptTally counts each ending apart", () => {
  const tally = new AttemptTally();
  for (let at = 0; at < 4; at += 1) tally.asked("put");
  tally.answered("put");
  assertEquals(tally.writeFailed("put", failure("TimedOut")), "unknown");
  assertEquals(tally.writeFailed("put", failure("Busy")), "refused");
  tally.failed("put", failure("TimedOut"));
  assertEquals(tally.counts().put, {
    asked: 4,
    answered: 1,
    refused: 1,
    unknown: 1,
    failed: 1,
  });
  assertEquals(tally.askedCount, 4);
  assertEquals([...tally.failures], [["TimedOut", 2], ["Busy", 1]]);
  assertEquals(tally.failure, null);
});

Deno.test("AttemptTally gives up at once where nothing can succeed", () => {
  const tally = new AttemptTally();
  tally.writeFailed("put", failure("ReadOnly"));
  assertEquals(tally.failure, "It is ReadOnly");
});

Deno.test("AttemptTally gives up on a store that is gone", () => {
  const tally = new AttemptTally();
  const fail = () => tally.failed("get", failure("Unavailable"));
  for (let at = 1; at < FAILURES_IN_A_ROW_MAX; at += 1) fail();
  tally.answered("get");
  for (let at = 1; at < FAILURES_IN_A_ROW_MAX; at += 1) fail();
  assertEquals(tally.failure, null);
  fail();
  assert(tally.failure?.startsWith("It is Unavailable; 200 attempts"));
});
