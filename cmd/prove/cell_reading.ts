/** What a report of a run says, as the judge of a cell takes it. */
import type { CellReading, Report } from "../../engine/mod.ts";
import { UNIT_BYTES } from "./proof_profile.ts";

/** Findings by file or key, and how much was compared. */
export function cellReading(
  name: CellReading["name"],
  report: Report,
): CellReading {
  return {
    name,
    comparedUnits: Math.floor(report.coverage.comparedBytes / UNIT_BYTES),
    omitted: report.findingsOmitted,
    findings: report.findings.map((finding) => ({
      class: finding.class,
      object: finding.file,
      unit: finding.unit,
      ...(finding.op === undefined ? {} : { op: finding.op }),
      sentence: finding.sentence,
    })),
  };
}
