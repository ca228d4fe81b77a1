/** Promises of `engine/report/case_text.ts`. */
import { assertEquals } from "@std/assert";
import { caseLines } from "../../../engine/report/case_text.ts";
import type { CaseEnded } from "../../../engine/workers/mod.ts";

function ended(
  id: string,
  verdict: CaseEnded["verdict"],
  reason: string,
): CaseEnded {
  return {
    type: "case-ended",
    target: "local",
    step: "cases",
    durationNs: 1,
    id,
    verdict,
    reason,
  };
}

Deno.test("caseLines() counts all and tells those that did not hold", () => {
  assertEquals(
    caseLines([
      ended("object.get", "held", "It reads"),
      ended("object.put", "broken", "Byte 3 is 1"),
    ], 80),
    [
      "cases     1 held, 1 broken, 0 failed, 0 not claimed, 0 skipped",
      "  broken       object.put on local: Byte 3 is 1",
    ],
  );
  assertEquals(caseLines([], 80), []);
});

Deno.test("caseLines() tells one reason once for many cases, and none twice", () => {
  const many = ["a", "b", "c", "d"].map((name) =>
    ended(`table.${name}`, "skipped", "No tables")
  );
  const other = ended("pipeline.a", "skipped", "No pipelines");
  assertEquals(caseLines([...many, other], 80).slice(1), [
    "  skipped      4 cases, table.a to table.d, on local: No tables",
    "  skipped      pipeline.a on local: No pipelines",
  ]);
  const elsewhere = { ...other, id: "table.e", target: "far" };
  assertEquals(caseLines([...many.slice(1), elsewhere], 80).length, 5);
});

Deno.test("caseLines() tells what all power cuts came to, also when all held", () => {
  const sum = ended("crash.states", "held", "12,000 states, 0 violations");
  assertEquals(caseLines([ended("crash.run", "held", "x"), sum], 80).slice(1), [
    "  held         crash.states on local: 12,000 states, 0 violations",
  ]);
});
