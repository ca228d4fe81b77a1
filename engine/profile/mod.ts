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
