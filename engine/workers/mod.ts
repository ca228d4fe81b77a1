/** The door of the workers stage. */
export type {
  CaseEnded,
  LaneEnd,
  LatencySnapshot,
  Sample,
  StepEnded,
  StepFindings,
  StepInterval,
  StepProgress,
  StepStarted,
} from "./sample.ts";
