/** The door of the report stage. */
export type {
  ClientReport,
  Coverage,
  FindingReport,
  ObjectiveReport,
  OpReport,
  OverloadReport,
  Percentiles,
  Rate,
  Report,
  StepReport,
  Verdict,
} from "./report.ts";
