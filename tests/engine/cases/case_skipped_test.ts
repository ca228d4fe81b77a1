/** Promises of `engine/cases/case_skipped.ts`. */
import { assertEquals } from "@std/assert";
import { caseFailure } from "../../../engine/cases/case_failure.ts";
import { CaseSkipped } from "../../../engine/cases/case_skipped.ts";

Deno.test("CaseSkipped becomes a skip with its reason, never a pass", () => {
  assertEquals(caseFailure(new CaseSkipped("No streams")), {
    verdict: "skipped",
    reason: "No streams",
  });
});
