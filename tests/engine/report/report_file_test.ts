import { assertEquals, assertThrows } from "@std/assert";
import { buildReport, reportSchema } from "../../../engine/report/mod.ts";
import {
  firstMismatch,
  loadRecording,
  saveRecording,
} from "../../../engine/recorder/mod.ts";
import { loadReport, saveReport } from "../../../engine/report/report_file.ts";
import { recording } from "../../_support/report_fixture.ts";
import { fullReport } from "../../_support/full_report.ts";

Deno.test("loadReport() gives back what saveReport() wrote", () => {
  assertEquals(loadReport(saveReport(fullReport())), fullReport());
});

Deno.test("saveReport() writes what the schema says", () => {
  for (const report of [fullReport(), buildReport(recording())]) {
    const value: unknown = JSON.parse(saveReport(report));
    assertEquals(firstMismatch(value, reportSchema()), null);
  }
});

Deno.test("loadReport() keeps a report that a saved recording gave", () => {
  const report = buildReport(loadRecording(saveRecording(recording())));
  assertEquals(report, buildReport(recording()));
  assertEquals(loadReport(saveReport(report)), report);
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
