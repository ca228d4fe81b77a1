import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { reportSchema } from "../../../engine/report/report_schema.ts";
import { fullReport } from "../../_support/full_report.ts";

Deno.test("reportSchema() fits a report with everything in it", () => {
  assertEquals(firstMismatch(fullReport(), reportSchema()), null);
});

Deno.test("reportSchema() knows every field of a report", () => {
  const report = fullReport();
  for (const name of Object.keys(report)) {
    // Reports of earlier versions are read, and lack it.
    if (name === "planText") continue;
    const damaged = Object.fromEntries(
      Object.entries(report).filter(([key]) => key !== name),
    );
    assertEquals(
      firstMismatch(damaged, reportSchema()),
      `the document lacks "${name}"`,
    );
  }
});

Deno.test("reportSchema() refuses a field that it does not know", () => {
  assertEquals(
    firstMismatch({ ...fullReport(), extra: 1 }, reportSchema()),
    'the document has an unknown "extra"',
  );
});
