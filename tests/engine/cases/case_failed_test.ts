/** Promises of `engine/cases/case_failed.ts`. */
import { assertEquals } from "@std/assert";
import { CaseFailed } from "../../../engine/cases/case_failed.ts";
import { caseFailure } from "../../../engine/cases/case_failure.ts";

Deno.test("CaseFailed is neither a pass nor wrong storage", () => {
  assertEquals(caseFailure(new CaseFailed("The host was busy")), {
    verdict: "failed",
    reason: "The host was busy",
  });
});
