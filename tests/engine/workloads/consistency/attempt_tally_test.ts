import { assert, assertEquals } from "@std/assert";
import type { StorageErrorKind } from "../../../../backends/mod.ts";
import type {
  AttemptRecord,
  OperationName,
  Outcome,
} from "../../../../engine/workloads/consistency/attempt_record.ts";
import {
  AttemptTally,
  FAILURES_IN_A_ROW_MAX,
} from "../../../../engine/workloads/consistency/attempt_tally.ts";

function attempt(
  op: OperationName,
  outcome: Outcome,
  more: Partial<AttemptRecord> & { kind?: StorageErrorKind } = {},
): AttemptRecord {
  const { kind, ...rest } = more;
  return {
    id: 1,
    logicalOp: 1,
    attempt: 1,
    client: 0,
    endpoint: 0,
    op,
    key: "k",
    callNs: 1,
    returnNs: 2,
    outcome,
    ...(kind === undefined
      ? {}
      : { failure: { kind, sentence: `It is ${kind}` } }),
    ...rest,
  };
}

Deno.test("AttemptTally counts each ending apart", () => {
  const tally = new AttemptTally();
  tally.take(attempt("put", "ok"));
  tally.take(attempt("put", "info", { kind: "TimedOut" }));
  tally.take(attempt("put", "fail", { kind: "Busy" }));
  tally.take(attempt("get", "fail", { kind: "TimedOut" }));
  const none = { asked: 0, answered: 0, refused: 0, unknown: 0, failed: 0 };
  assertEquals(tally.counts().put, {
    ...none,
    asked: 3,
    answered: 1,
    refused: 1,
    unknown: 1,
  });
  assertEquals(tally.counts().get, { ...none, asked: 1, failed: 1 });
  assertEquals(tally.askedCount, 4);
  assertEquals([...tally.failures], [["TimedOut", 2], ["Busy", 1]]);
  assertEquals(tally.failure, null);
});

Deno.test("AttemptTally gives up at once where nothing can succeed", () => {
  const tally = new AttemptTally();
  tally.take(attempt("put", "fail", {
    failure: { kind: "ReadOnly", sentence: "It is so", isHopeless: true },
  }));
  assertEquals(tally.failure, "It is so");
});

Deno.test("AttemptTally gives up on a store that is gone", () => {
  const tally = new AttemptTally();
  const fail = () =>
    tally.take(attempt("get", "fail", { kind: "Unavailable" }));
  for (let at = 1; at < FAILURES_IN_A_ROW_MAX; at += 1) fail();
  tally.take(attempt("get", "ok"));
  for (let at = 1; at < FAILURES_IN_A_ROW_MAX; at += 1) fail();
  // A refusal is an answer.
  tally.take(attempt("put if match", "fail", { kind: "PreconditionFailed" }));
  for (let at = 1; at < FAILURES_IN_A_ROW_MAX; at += 1) fail();
  assertEquals(tally.failure, null);
  fail();
  assert(tally.failure?.startsWith("It is Unavailable; 200 attempts"));
});

Deno.test("AttemptTally knows which uploads may be open", () => {
  const tally = new AttemptTally();
  const of = (uploadId: string) => ({ uploadId });
  tally.take(attempt("start upload", "info"));
  for (const id of ["a", "b", "c", "d"]) {
    tally.take(attempt("start upload", "ok", of(id)));
    tally.take(attempt("put part", "ok", of(id)));
  }
  assertEquals(tally.openUploads, 5);
  tally.take(attempt("complete upload", "ok", of("a")));
  tally.take(attempt("complete upload", "ok", of("a")));
  tally.take(attempt("abort upload", "ok", of("b")));
  const gone = { ...of("c"), kind: "NotFound" } as const;
  tally.take(attempt("complete upload", "fail", gone));
  tally.take(attempt("complete upload", "info", of("d")));
  assertEquals(tally.openUploads, 2);
});
