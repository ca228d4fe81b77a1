import { assertEquals } from "@std/assert";
import { recordFinding } from "../../../engine/recorder/finding_text.ts";
import { plannedTarget } from "../../_support/plan_fixture.ts";
import { unitFinding } from "../../_support/recording_fixture.ts";

const PLACE = { target: plannedTarget(), step: "fill" };

Deno.test("recordFinding() names the file and writes identities as hex", () => {
  const text = recordFinding(unitFinding(), PLACE);
  assertEquals(text.file, "sv-run-000.dat");
  assertEquals(text.target, "local");
  assertEquals(text.found?.object, "00000000000000a0");
  assertEquals(text.found?.run, "0123456789abcdef");
  assertEquals(text.expectedSample, "0102ff");
});

Deno.test("recordFinding() names the key, its number and what saw it", () => {
  const finding = unitFinding({ file: 7, op: "get" });
  const text = recordFinding(finding, { ...PLACE, key: "p/k7" });
  assertEquals([text.file, text.key, text.op], ["p/k7", 7, "get"]);
  assertEquals("key" in recordFinding(unitFinding(), PLACE), false);
});

Deno.test("recordFinding() keeps a unit that says nothing of itself", () => {
  assertEquals(recordFinding(unitFinding({ found: null }), PLACE).found, null);
});

Deno.test("recordFinding() keeps a file that the plan does not know", () => {
  assertEquals(recordFinding(unitFinding({ file: 7 }), PLACE).file, "file 7");
});
