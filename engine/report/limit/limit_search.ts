/**
 * The search for the highest rate at which an objective still holds: up by
 * twos, then between the last that held and the first that did not, then once
 * more at what was found. It knows rates and outcomes, nothing else.
 */

/** `undecided`: too few samples to tell; it counts as neither. */
export type RateOutcome = "held" | "broken" | "undecided";

/** Where a search starts and when it is content. */
export interface LimitSearchOptions {
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
  /** Ends when the lowest broken rate is at most so much above, as 0.05. */
  readonly precision: number;
  /** Gives up after so many rates. */
  readonly trialsMax: number;
}

/** How it ended. */
export type LimitFound =
  /** The highest rate that held, also when it was tried again. */
  | { readonly kind: "limit"; readonly perSecond: number }
  /** It held at the highest rate that was allowed. */
  | { readonly kind: "beyond"; readonly perSecond: number }
  /** It held nowhere: so low a rate broke it, and lower ones tell nothing. */
  | { readonly kind: "never"; readonly perSecond: number }
  /** Too many trials, or nothing that could be decided. */
  | { readonly kind: "unclear"; readonly perSecond: number | null };

const LOWEST_PER_SECOND = 1;
/** Between what could not be told and what broke nothing more is looked for. */
const BLIND_RATIO = 1.5;

/** Ask `next()`, tell what came of it, until it is `null`. */
export class LimitSearch {
  readonly #options: LimitSearchOptions;
  #held: number[] = [];
  #broken: number | null = null;
  /** The last rate below that could not be told. */
  #blind: number | null = null;
  #isConfirmed = false;
  #trials = 0;
  #rate: number | null;

  constructor(options: LimitSearchOptions) {
    this.#options = options;
    const { fromPerSecond, toPerSecond } = options;
    this.#rate = Math.min(fromPerSecond, toPerSecond);
  }

  /** The rate to try now, or `null` at the end. */
  next(): number | null {
    return this.#rate;
  }

  /** Whether the rate to try now held before: its confirmation. */
  get isConfirming(): boolean {
    return this.#rate !== null && this.#held.includes(this.#rate);
  }

  /** What came of the rate that `next()` named. */
  tell(outcome: RateOutcome): void {
    const rate = this.#rate;
    if (rate === null) return;
    this.#trials++;
    if (outcome === "broken") this.#breakAt(rate);
    else if (outcome === "held") this.#holdAt(rate);
    else if (rate < (this.#broken ?? Infinity)) this.#blind = rate;
    this.#rate = this.#trials >= this.#options.trialsMax
      ? null
      : this.#choose(rate, outcome);
  }

  /** A rate that held before and is broken now was luck before. */
  #breakAt(rate: number): void {
    this.#broken = Math.min(rate, this.#broken ?? rate);
    this.#held = this.#held.filter((held) => held < rate);
    if (this.#blind !== null && this.#blind >= rate) this.#blind = null;
    this.#isConfirmed = false;
  }

  #holdAt(rate: number): void {
    if (this.#held.includes(rate)) this.#isConfirmed = true;
    else this.#held.push(rate);
  }

  #best(): number | null {
    return this.#held.length > 0 ? Math.max(...this.#held) : null;
  }

  #choose(rate: number, outcome: RateOutcome): number | null {
    const { toPerSecond, precision } = this.#options;
    const best = this.#best();
    const broken = this.#broken;
    if (broken === null) {
      if (rate >= toPerSecond) {
        return this.#isConfirmed || best === null ? null : best;
      }
      return Math.min(toPerSecond, rounded(rate * 2));
    }
    if (best === null) return this.#below(broken);
    // Tried again and not decided: once more would tell no more.
    if (rate === best && outcome === "undecided") return null;
    const between = rounded(Math.sqrt(best * broken));
    const isNarrow = broken / best <= 1 + precision || between <= best ||
      between >= broken || outcome === "undecided";
    if (!isNarrow) return between;
    return this.#isConfirmed ? null : best;
  }

  /** Nothing held yet. Lower rates have fewer samples, and decide less. */
  #below(broken: number): number | null {
    const blind = this.#blind;
    if (blind === null) {
      return broken <= LOWEST_PER_SECOND
        ? null
        : Math.max(LOWEST_PER_SECOND, rounded(broken / 4));
    }
    const between = rounded(Math.sqrt(blind * broken));
    const isNarrow = broken / blind <= BLIND_RATIO || between <= blind ||
      between >= broken;
    return isNarrow ? null : between;
  }

  /** The end of a search; while it goes on, what is known so far. */
  found(): LimitFound {
    const best = this.#best();
    const broken = this.#broken;
    if (best === null) {
      return broken === null
        ? { kind: "unclear", perSecond: null }
        : { kind: "never", perSecond: broken };
    }
    if (!this.#isConfirmed) return { kind: "unclear", perSecond: best };
    return broken === null
      ? { kind: "beyond", perSecond: best }
      : { kind: "limit", perSecond: best };
  }
}

/** Three digits: nobody asks a store for 1,447.31 operations a second. */
function rounded(perSecond: number): number {
  return Number(perSecond.toPrecision(3));
}
