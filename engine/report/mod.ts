/** The door of the report stage. */
export { buildReport } from "./build_report.ts";
export type {
  ClientReport,
  Coverage,
  FindingReport,
  ObjectiveReport,
  OpReport,
  OverloadReport,
  PercentileName,
  Percentiles,
  Rate,
  Report,
  StepReport,
  TargetReport,
  Verdict,
} from "./report.ts";
