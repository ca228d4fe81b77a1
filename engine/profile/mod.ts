/** The door of the profile stage. */
export type {
  BlockPattern,
  BlockStep,
  CasesStep,
  Objective,
  ObjectiveMetric,
  Profile,
  Step,
} from "./profile.ts";
export { didYouMean, nearestWord } from "./nearest_word.ts";
export { type Mistake, Mistakes, UsageError } from "./usage_error.ts";
