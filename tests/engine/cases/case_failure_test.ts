/** Promises of `engine/cases/case_failure.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { StorageError, type StorageErrorKind } from "../../../backends/mod.ts";
import { CaseBroken } from "../../../engine/cases/case_broken.ts";
import { caseFailure } from "../../../engine/cases/case_failure.ts";

function verdictOf(kind: StorageErrorKind) {
  const error = new StorageError("Cannot get", { kind, operation: "get" });
  return caseFailure(error).verdict;
}

Deno.test("caseFailure() tells a broken promise from a world in the way", () => {
  assertEquals(
    caseFailure(new CaseBroken("Byte 3 is 1")),
    { verdict: "broken", reason: "Byte 3 is 1" },
  );
  assertEquals(verdictOf("NotFound"), "broken");
  assertEquals(verdictOf("NoSpace"), "failed");
  assertEquals(verdictOf("Unavailable"), "failed");
});

Deno.test("caseFailure() lets no bug pass for a verdict", () => {
  assertThrows(() => caseFailure(new TypeError("x is not a function")));
  assertThrows(() => caseFailure(new AggregateError([])));
});
