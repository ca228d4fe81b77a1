/** When the operations of one lane start, from the rate of its whole step. */
import type { LaneArrival } from "../../backends/mod.ts";

/** What a step asks for; without a rate its loop is closed. */
export interface AskedRate {
  readonly lanes: number;
  readonly rate?: {
    readonly perSecond: number;
    readonly arrival: "constant" | "poisson";
  };
}

/** Lanes take turns: together they keep the even gaps of one stream. */
export function laneArrival(
  { rate, lanes }: AskedRate,
  lane: number,
): LaneArrival {
  if (rate === undefined) return { kind: "closed" };
  return {
    kind: rate.arrival,
    intervalPs: Math.round(1e12 * lanes / rate.perSecond),
    phaseNs: Math.round(1e9 * lane / rate.perSecond),
  };
}
