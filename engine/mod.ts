/** The door of `engine/`. */
export {
  didYouMean,
  type Mistake,
  Mistakes,
  nearestWord,
  parseDurationNs,
  parseProfile,
  parseSizeBytes,
  type Profile,
  profileSchema,
  UsageError,
} from "./profile/mod.ts";
export { hexToU64, type Plan, u64ToHex } from "./plan/mod.ts";
export type { PlannedStep } from "./plan/mod.ts";
export {
  type CaseEnded,
  type CasesRunner,
  type LaneEnd,
  type LatencySnapshot,
  type LatencyTotals,
  type ProcessUsage,
  READ_BACK_STEP,
  type ReadBackOptions,
  readBackPlan,
  type RunClock,
  type RunOutcome,
  runPlan,
  type RunPlanOptions,
  type Sample,
  type StepEnded,
  type StepFindings,
  type StepInterval,
  type StepNotRun,
  type StepProgress,
  type StepStarted,
} from "./workers/mod.ts";
export {
  type FindingRecording,
  type IntervalRecording,
  loadRecording,
  type MachineFacts,
  Recorder,
  type RecorderOptions,
  type Recording,
  type RecordingEnd,
  saveRecording,
  type StepRecording,
} from "./recorder/mod.ts";
