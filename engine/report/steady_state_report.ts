/** What a report says of a step that was to end once it is steady. */
import type { SteadyReached } from "../workers/mod.ts";

/** What was asked of the rate of a step, and whether it came to that. */
export interface SteadyStateReport {
  readonly windowNs: number;
  /** At most, of the mean rate of the window. */
  readonly slopePercent: number;
  readonly rangePercent: number;
  /** `null`: the step ended by its other limits, and was never steady. */
  readonly reached: SteadyReached | null;
}
