/** The door of `crash`: protocols held against every power cut. */
export {
  type CrashOutcome,
  type CrashSubject,
  type CrashViolation,
} from "./subject.ts";
export {
  type CrashOptions,
  enumerateCuts,
  judgeState,
  workOf,
} from "./subject.ts";
export { CRASH_BUGS, CRASH_SUBJECTS } from "./subjects.ts";
export { type CutState, cutState } from "./power_cuts.ts";
