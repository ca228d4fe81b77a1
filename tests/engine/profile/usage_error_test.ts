/** Promises of `engine/profile/usage_error.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { Mistakes, UsageError } from "../../../engine/profile/usage_error.ts";

Deno.test("UsageError shows every mistake with its path", () => {
  const error = new UsageError('Cannot use profile "p"', [
    { path: "steps[0].depth", sentence: "Cannot use 0" },
    { path: "", sentence: "Cannot use nothing" },
  ]);
  assertEquals(
    error.message,
    'Cannot use profile "p": 2 mistakes\n' +
      "  steps[0].depth: Cannot use 0\n" +
      "  Cannot use nothing",
  );
});

Deno.test("Mistakes.throwIfAny() throws all of them, or nothing", () => {
  const mistakes = new Mistakes();
  mistakes.throwIfAny("Cannot do it");
  mistakes.note("a", "one");
  mistakes.note("b", "two");
  assertEquals(mistakes.count, 2);
  assertThrows(() => mistakes.throwIfAny("Cannot do it"), UsageError, "b: two");
});
