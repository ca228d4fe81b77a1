/**
 * Watches a running step until it is steady: the rate of a closed loop, the mean
 * response of an open one, whose rate is given. Comes in: totals so far, once a
 * second; goes out: since when it is, and by how much.
 */
import type { SteadyState } from "../profile/mod.ts";

/** The instant at which a step was steady, and what was seen of it. */
export interface SteadyReached {
  /** Since the first second after the warm-up began. */
  readonly afterNs: number;
  readonly of: "rate" | "response";
  /** Over the window: operations per second, or ns. */
  readonly mean: number;
  /** Of the mean: rise or fall of the line over the window. */
  readonly slopePercent: number;
  readonly rangePercent: number;
}

/** Operations of the measured part, warm-up excluded. */
interface Instant {
  readonly atNs: number;
  readonly operations: number;
  /** Of all of them together, from their intended starts. */
  readonly responseNs: number;
}

interface Second {
  readonly endNs: number;
  readonly lengthNs: number;
  /** Operations per second, or ns. */
  readonly value: number;
}

/** Two always lie on a line. */
const ROWS_MIN = 3;

/** Of one step; the first instant at which it is steady counts. */
export class SteadyWatch {
  readonly #asked: SteadyState;
  readonly #of: SteadyReached["of"];
  #first: Instant | null = null;
  #last: Instant | null = null;
  #seconds: Second[] = [];
  #reached: SteadyReached | null = null;

  constructor(asked: SteadyState, of: SteadyReached["of"]) {
    this.#asked = asked;
    this.#of = of;
  }

  /** `null` until it is steady; never changes from then on. */
  get reached(): SteadyReached | null {
    return this.#reached;
  }

  /** True at the instant at which it becomes steady, and only then. */
  add(instant: Instant): boolean {
    const last = this.#last;
    this.#last = instant;
    this.#first ??= instant;
    if (last === null || instant.atNs <= last.atNs) return false;
    const lengthNs = instant.atNs - last.atNs;
    const done = instant.operations - last.operations;
    // Where nothing ended there is no response: the second counts as endless.
    const value = this.#of === "rate"
      ? done * 1e9 / lengthNs
      : done > 0
      ? (instant.responseNs - last.responseNs) / done
      : Infinity;
    this.#seconds.push({ endNs: instant.atNs, lengthNs, value });
    if (this.#reached !== null) return false;
    this.#reached = this.#judge(this.#first.atNs, instant.atNs);
    return this.#reached !== null;
  }

  #judge(firstNs: number, nowNs: number): SteadyReached | null {
    const { windowNs, slopePercent, rangePercent } = this.#asked;
    const seconds = this.#window();
    const spanNs = seconds.reduce((sum, { lengthNs }) => sum + lengthNs, 0);
    if (spanNs < windowNs || seconds.length < ROWS_MIN) return null;
    const values = seconds.map(({ value }) => value);
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    // A standstill is no steady state, however even it is.
    if (mean <= 0 || !Number.isFinite(mean)) return null;
    const range = (Math.max(...values) - Math.min(...values)) / mean * 100;
    const slope = Math.abs(riseOf(seconds)) / mean * 100;
    if (range > rangePercent || slope > slopePercent) return null;
    return {
      afterNs: nowNs - firstNs,
      of: this.#of,
      mean,
      slopePercent: slope,
      rangePercent: range,
    };
  }

  /** The last seconds that fill the window; older ones are let go of. */
  #window(): readonly Second[] {
    let spanNs = 0;
    let from = this.#seconds.length;
    const isShort = () =>
      spanNs < this.#asked.windowNs || this.#seconds.length - from < ROWS_MIN;
    while (from > 0 && isShort()) {
      from--;
      spanNs += this.#seconds[from]?.lengthNs ?? 0;
    }
    this.#seconds = this.#seconds.slice(from);
    return this.#seconds;
  }
}

/** Least squares: how far the line through the values rises from end to end. */
function riseOf(seconds: readonly Second[]): number {
  const count = seconds.length;
  const meanNs = seconds.reduce((sum, { endNs }) => sum + endNs, 0) / count;
  const mean = seconds.reduce((sum, { value }) => sum + value, 0) / count;
  let product = 0;
  let square = 0;
  for (const { endNs, value } of seconds) {
    product += (endNs - meanNs) * (value - mean);
    square += (endNs - meanNs) ** 2;
  }
  const spanNs = (seconds.at(-1)?.endNs ?? 0) - (seconds[0]?.endNs ?? 0);
  return square > 0 ? product / square * spanNs : 0;
}
