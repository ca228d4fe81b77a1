import { assertEquals, assertThrows } from "@std/assert";
import {
  StorageError,
  type StorageErrorKind,
} from "../../../../backends/mod.ts";
import {
  failureSense,
  storageFailure,
} from "../../../../engine/workloads/consistency/attempt_failure.ts";

const failure = (kind: StorageErrorKind) =>
  new StorageError("x", { kind, operation: "put" });

Deno.test("failureSense() takes only a refusal for a write that failed", () => {
  assertEquals(failureSense(failure("PreconditionFailed")), "refused");
  assertEquals(failureSense(failure("Busy")), "refused");
  assertEquals(failureSense(failure("PermissionDenied")), "hopeless");
  const open = [
    "TimedOut",
    "Unavailable",
    "RateLimited",
    "Unexpected",
  ] as const;
  for (const kind of [...open, "NoSpace" as const]) {
    assertEquals(failureSense(failure(kind)), "unknown", kind);
  }
});

Deno.test("storageFailure() throws on what is no failure of storage", () => {
  const one = failure("Busy");
  assertEquals(storageFailure(one), one);
  assertThrows(() => storageFailure(new TypeError("a bug")), TypeError);
  assertThrows(() => storageFailure(new Error("x")), Error);
});
