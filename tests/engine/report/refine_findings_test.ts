import { assertEquals } from "@std/assert";
import { refineFindings } from "../../../engine/report/refine_findings.ts";
import { findingRecording } from "../../_support/report_fixture.ts";

const OBJECT = "00000000000000a0";

/** A unit that holds what belongs to unit `holds`. */
function moved(unit: number, holds: number, step = "read-back") {
  return findingRecording({
    unit,
    step,
    found: {
      object: OBJECT,
      unit: holds,
      generation: 1,
      run: "0123456789abcdef",
      sequence: 1,
    },
  });
}

function classes(
  findings: Parameters<typeof refineFindings>[0],
  wholeSteps: string[] = [],
): string[] {
  return refineFindings(findings, {
    objectOf: () => OBJECT,
    wholeSteps: new Set(wholeSteps),
  }).map((finding) => finding.class);
}

Deno.test("refineFindings() calls units that changed places reordered", () => {
  assertEquals(classes([moved(1, 2), moved(2, 1)]), ["reordered", "reordered"]);
});

Deno.test("refineFindings() follows a ring of more than two", () => {
  const ring = [moved(1, 2), moved(2, 3), moved(3, 1), moved(9, 1)];
  assertEquals(classes(ring).slice(0, 3), [
    "reordered",
    "reordered",
    "reordered",
  ]);
});

Deno.test("refineFindings() calls one content in two places duplicated", () => {
  assertEquals(classes([moved(1, 5), moved(2, 5)]), [
    "duplicated",
    "duplicated",
  ]);
});

Deno.test("refineFindings() does not take one place read twice for two", () => {
  assertEquals(classes([moved(1, 5), moved(1, 5)]), [
    "misdirected",
    "misdirected",
  ]);
});

Deno.test("refineFindings() calls a copy of a unit known to be good duplicated", () => {
  assertEquals(classes([moved(1, 5)], ["read-back"]), ["duplicated"]);
  assertEquals(classes([moved(1, 5)], ["other"]), ["misdirected"]);
});

Deno.test("refineFindings() calls bytes of another object by that, copied or not", () => {
  const other = { ...moved(1, 5), class: "cross-object" };
  assertEquals(classes([other], ["read-back"]), ["cross-object"]);
});

Deno.test("refineFindings() takes nothing behind an end for good", () => {
  const ended = findingRecording({ unit: 4, class: "truncated", found: null });
  assertEquals(classes([moved(1, 5), ended], ["read-back"]), [
    "misdirected",
    "truncated",
  ]);
  assertEquals(classes([moved(1, 3), ended], ["read-back"])[0], "duplicated");
});

Deno.test("refineFindings() leaves a write that landed elsewhere misdirected", () => {
  const lost = findingRecording({ unit: 5, class: "lost" });
  assertEquals(classes([moved(1, 5), lost], ["read-back"]), [
    "misdirected",
    "lost",
  ]);
});

Deno.test("refineFindings() changes no class that one unit proves", () => {
  const zeroed = findingRecording({ class: "zeroed", found: null });
  assertEquals(classes([zeroed, zeroed], ["read-back"]), ["zeroed", "zeroed"]);
});
