/** The door of the report stage. */
export { shellWord } from "./shell_word.ts";
export { buildReport } from "./build_report.ts";
export {
  type ConsistencyJudgement,
  judgeConsistency,
} from "./consistency_judgement.ts";
export { consistencyLines } from "./consistency_text.ts";
export { faultMark } from "./fault_text.ts";
export { renderAnnotations } from "./formats/annotations.ts";
export { renderJunit } from "./formats/junit.ts";
export {
  type LiveInterval,
  LiveMetrics,
  type LiveRun,
} from "./formats/live_metrics.ts";
export { renderSummary } from "./formats/markdown_summary.ts";
export { renderOpenMetrics } from "./formats/open_metrics.ts";
export {
  type PercentileDistribution,
  renderDistributions,
} from "./formats/percentile_distribution.ts";
export { renderHdrLog } from "./hdr_log.ts";
export {
  type IntervalText,
  renderIntervalHeader,
  renderIntervalRow,
} from "./interval_text.ts";
export { loadReport, saveReport } from "./report_file.ts";
export { reportSchema } from "./report_schema.ts";
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
export { renderText, type TextOptions } from "./text.ts";
