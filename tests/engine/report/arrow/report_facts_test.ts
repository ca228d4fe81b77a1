import { assertEquals } from "@std/assert";
import { reportFacts } from "../../../../engine/report/arrow/report_facts.ts";
import { fullReport } from "../../../_support/full_report.ts";

Deno.test("reportFacts() are names and texts, each name once", () => {
  const facts = reportFacts({ ...fullReport(), faultsArmed: ["sync.lie"] });
  const names = facts.map(([name]) => name);
  assertEquals(new Set(names).size, names.length);
  assertEquals(names[0], "faults_armed");
  const clean = reportFacts({ ...fullReport(), faultsArmed: [] });
  assertEquals(clean.map(([name]) => name).includes("faults_armed"), false);
});
