import { assertEquals } from "@std/assert";
import { cellReading } from "../../../cmd/prove/cell_reading.ts";
import { fullReport } from "../../_support/full_report.ts";

Deno.test("cellReading() keeps every finding with its place, and what was omitted", () => {
  const report = fullReport();
  const reading = cellReading("verify", report);
  assertEquals(reading.name, "verify");
  assertEquals(reading.findings.length, report.findings.length);
  assertEquals(reading.omitted, report.findingsOmitted);
  const [finding] = reading.findings;
  const [told] = report.findings;
  assertEquals(
    [finding?.class, finding?.object, finding?.unit, finding?.sentence],
    [told?.class, told?.file, told?.unit, told?.sentence],
  );
});

Deno.test("cellReading() counts whole units that were compared", () => {
  const report = fullReport();
  const coverage = { ...report.coverage, comparedBytes: 3 * 4096 + 1 };
  assertEquals(cellReading("run", { ...report, coverage }).comparedUnits, 3);
});
