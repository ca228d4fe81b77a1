/**
 * When the operations of a script lane are meant to start. In a closed loop
 * each starts when a slot is free; in an open one the times follow from the
 * plan, whatever the store does.
 */
import type { LaneArrival } from "../../../ffi/mod.ts";
import { exponential } from "./operation_choice.ts";

/** Intended starts, in order; nanoseconds of the monotonic clock. */
export class Arrivals {
  readonly #arrival: LaneArrival;
  readonly #fraction: () => number;
  #dueNs: number;

  /** `fraction` gives numbers from 0 to before 1. */
  constructor(arrival: LaneArrival, startNs: number, fraction: () => number) {
    this.#arrival = arrival;
    this.#fraction = fraction;
    this.#dueNs = startNs +
      (arrival.kind === "closed" ? 0 : arrival.phaseNs);
  }

  get isOpen(): boolean {
    return this.#arrival.kind !== "closed";
  }

  /** Of the next operation; `null` in a closed loop. Takes it. */
  take(): number | null {
    const arrival = this.#arrival;
    if (arrival.kind === "closed") return null;
    const dueNs = Math.floor(this.#dueNs);
    const gap = arrival.kind === "poisson" ? exponential(this.#fraction()) : 1;
    this.#dueNs += gap * arrival.intervalPs / 1000;
    return dueNs;
  }

  /** How many are due by now and not taken, by the mean gap. */
  backlog(nowNs: number): number {
    const arrival = this.#arrival;
    if (arrival.kind === "closed" || nowNs <= this.#dueNs) return 0;
    return Math.floor((nowNs - this.#dueNs) * 1000 / arrival.intervalPs) + 1;
  }
}
