/** The promises of cmd/usage_error.ts. */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { TargetsError } from "../../backends/mod.ts";
import { joinMistakes, mistakesOf, UsageError } from "../../cmd/usage_error.ts";
import { UsageError as EngineUsageError } from "../../engine/mod.ts";

const profileError = new EngineUsageError("Cannot use profile", [
  { path: "steps", sentence: "Missing" },
  { path: "", sentence: "Empty" },
]);

Deno.test("mistakesOf() reads the errors of every room", () => {
  assertEquals(mistakesOf(new UsageError(["A", "B"])), ["A", "B"]);
  assertEquals(mistakesOf(new TargetsError(["C"])), ["C"]);
  assertEquals(mistakesOf(profileError), ["steps: Missing", "Empty"]);
  assertEquals(mistakesOf(new Error("D")), undefined);
});

Deno.test("joinMistakes() makes one error of several", () => {
  const joined = joinMistakes([new UsageError(["A"]), profileError]);
  assertEquals(mistakesOf(joined), [
    "A",
    "Cannot use profile: steps: Missing",
    "Cannot use profile: Empty",
  ]);
});

Deno.test("joinMistakes() keeps a single error, and one of another kind", () => {
  assertStrictEquals(joinMistakes([profileError]), profileError);
  const bug = new TypeError("bug");
  assertStrictEquals(joinMistakes([new UsageError(["A"]), bug]), bug);
});
