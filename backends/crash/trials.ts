/** Everything that is tried against every power cut, promises first. */
import { RUN_LIES, RUN_TRIALS } from "./run_trials.ts";
import { CRASH_BUGS, CRASH_SUBJECTS } from "./subjects.ts";
import { type CrashTrial, subjectTrial } from "./trial.ts";

/** In the order in which they are tried and shown. */
export const CRASH_TRIALS: readonly CrashTrial[] = [
  ...CRASH_SUBJECTS.map((subject) => subjectTrial(subject, { isBug: false })),
  ...RUN_TRIALS,
  ...CRASH_BUGS.map((subject) => subjectTrial(subject, { isBug: true })),
  ...RUN_LIES,
];
