import { assertEquals, assertThrows } from "@std/assert";
import { loadReport, saveReport } from "../../../engine/report/report_file.ts";
import { fullReport } from "../../_support/full_report.ts";

Deno.test("loadReport() gives back what saveReport() wrote", () => {
  assertEquals(loadReport(saveReport(fullReport())), fullReport());
});

Deno.test("loadReport() names the first damage", () => {
  const cases: [string, string][] = [
    ["", "Cannot read report: it is not JSON"],
    ["{}", 'Cannot read report: the document lacks "version"'],
    [
      JSON.stringify({ ...fullReport(), version: 2 }),
      "Cannot read report: the document.version is 2, not one of 1",
    ],
  ];
  for (const [text, message] of cases) {
    assertEquals(assertThrows(() => loadReport(text), Error).message, message);
  }
});
