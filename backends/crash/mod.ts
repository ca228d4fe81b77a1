/** The door of `crash`: promises held against every power cut. */
export { type ReplayOptions, replayText } from "./replay_text.ts";
export type { RunPlace } from "./run_load.ts";
export type { RunLog, StampPort } from "./run_log.ts";
export { loadRunLog, saveRunLog } from "./run_record.ts";
export {
  type CrashOptions,
  type CrashOutcome,
  type CrashSubject,
  type CrashViolation,
  enumerateCuts,
  judgeState,
  workOf,
} from "./subject.ts";
export { CRASH_BUGS, CRASH_SUBJECTS } from "./subjects.ts";
export { type CutState, cutState } from "./power_cuts.ts";
export {
  type CrashTrial,
  type PreparedTrial,
  stateOf,
  type TrialPlace,
  tryCuts,
} from "./trial.ts";
export { CRASH_TRIALS } from "./trials.ts";
