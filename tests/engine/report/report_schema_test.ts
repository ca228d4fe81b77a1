import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { reportSchema } from "../../../engine/report/report_schema.ts";
import { fullReport } from "../../_support/full_report.ts";

Deno.test("reportSchema() fits a report with everything in it", () => {
  assertEquals(firstMismatch(fullReport(), reportSchema()), null);
});

Deno.test("reportSchema() fits a step that ended steady", () => {
  const report = fullReport();
  const reached = {
    ...{ afterNs: 42e9, of: "rate", mean: 9, slopePercent: 3, rangePercent: 8 },
  };
  const fits = (steadyState: unknown) =>
    firstMismatch({
      ...report,
      steps: report.steps.map((step) => ({ ...step, steadyState })),
    }, reportSchema()) === null;
  const asked = { windowNs: 5e9, slopePercent: 10, rangePercent: 20 };
  assertEquals(fits({ ...asked, reached }), true);
  assertEquals(fits({ ...asked, reached: null }), true);
  assertEquals(fits(asked), false);
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
