/** The door of comparisons: reports held against each other. */
export { compareReports } from "./compare_reports.ts";
export type { Comparison, ConditionOutcome, RunGroup } from "./comparison.ts";
export { renderComparisonPage } from "./comparison_page.ts";
export { renderComparison } from "./comparison_text.ts";
export {
  type Condition,
  conditionsExit,
  judgeCondition,
  parseCondition,
} from "./condition.ts";
