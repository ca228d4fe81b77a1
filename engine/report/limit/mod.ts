/** The door of searches: the limit of a rate, and sweeps over shapes. */
export {
  limitExit,
  limitOfTarget,
  type LimitReport,
  type SearchEnd,
} from "./limit_report.ts";
export { renderLimitPage } from "./limit_page.ts";
export { LimitSearch, type LimitSearchOptions } from "./limit_search.ts";
export { renderLimit, trialLine } from "./limit_text.ts";
export { type LimitTrial, limitTrial } from "./limit_trial.ts";
export {
  sweepExit,
  type SweepReport,
  type SweepRow,
  sweepRows,
  type SweptName,
} from "./sweep_report.ts";
export { renderSweepPage } from "./sweep_page.ts";
export { renderSweep } from "./sweep_text.ts";
