/** The door of the plan stage. */
export type {
  Plan,
  PlannedBlockStep,
  PlannedCasesStep,
  PlannedLane,
  PlannedSpace,
  PlannedStep,
  PlannedTarget,
} from "./plan.ts";
