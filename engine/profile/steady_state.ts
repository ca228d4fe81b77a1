/**
 * `steadyState` of a step: when its rate, or the mean response of an open loop,
 * counts as steady, so that the step may end. What the Solid State Storage
 * Performance Test Specification of SNIA calls steady.
 */
import { duration, percent } from "./quantity_rule.ts";
import { inside, type Place, refined, type Rule } from "./rule.ts";
import { mapping } from "./shape_rule.ts";

/** Steady: over the last `windowNs` both shares of the mean hold. */
export interface SteadyState {
  readonly windowNs: number;
  /** How far the line through the seconds rises or falls, at most. */
  readonly slopePercent: number;
  /** From the slowest second to the fastest, at most. */
  readonly rangePercent: number;
}

/** Of SNIA's definition: 10 % and 20 %. */
const SLOPE_PERCENT = 10;
const RANGE_PERCENT = 20;
/** Fewer seconds than that have neither a line nor a range. */
const WINDOW_MIN_NS = 3e9;

/** A mapping; slope and range have SNIA's values when absent. */
export const steadyStateRule: Rule<SteadyState> = refined(
  mapping({
    window: {
      rule: duration(WINDOW_MIN_NS, "3s to 90d"),
      required: true,
      says: "Time over which rate (open loop: response) is steady, as in 10s",
    },
    slope: {
      rule: percent(0.1, 100),
      says: "How far it may rise or fall within; absent: 10%",
    },
    range: {
      rule: percent(0.1, 100),
      says: "Between its slowest and its fastest second; absent: 20%",
    },
  }),
  ({ window, slope, range }) =>
    window === undefined ? undefined : {
      windowNs: window,
      slopePercent: slope ?? SLOPE_PERCENT,
      rangePercent: range ?? RANGE_PERCENT,
    },
);

/** What the rest of a step must fit to. */
interface SteadyFields {
  readonly steadyState?: SteadyState;
  readonly duration?: number;
}

/** Notes a window that the step has no time for. */
export function checkSteadyState(
  { steadyState, duration }: SteadyFields,
  place: Place,
): void {
  if (steadyState === undefined || duration === undefined) return;
  if (steadyState.windowNs < duration) return;
  place.mistakes.note(
    inside(inside(place, "steadyState"), "window").path,
    "Cannot become steady before the step ends: give a window below its " +
      "duration",
  );
}
