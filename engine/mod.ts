/** The door of `engine/`. */
export {
  didYouMean,
  type Mistake,
  Mistakes,
  nearestWord,
  type Profile,
  UsageError,
} from "./profile/mod.ts";
export { hexToU64, type Plan, u64ToHex } from "./plan/mod.ts";
export type { PlannedStep } from "./plan/mod.ts";
export type { Sample } from "./workers/mod.ts";
export type { IntervalRecording, Recording } from "./recorder/mod.ts";
