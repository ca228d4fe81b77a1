/**
 * Named switches by which an endpoint lies. Every decision of an endpoint
 * passes through `decide`; with nothing armed it is the honest one. Goes in: a
 * table of mutants and which are armed; comes out: decisions.
 */
import { seededNumbers } from "../seeded.ts";

/** All decisions of one kind of endpoint, by name. */
export type DecisionTable = object;

type Value<D, K extends keyof D> = D[K] extends { readonly value: infer V } ? V
  : never;
type About<D, K extends keyof D> = D[K] extends { readonly about: infer A } ? A
  : never;

/** A number below `bound` that follows from the seed. */
export type Draw = (bound: number) => number;

/**
 * Puts another value in the place of the honest one; `undefined` where the lie
 * would change nothing, which does not count as a hit.
 */
export type Change<V, A> = (
  honest: V,
  about: A,
  draw: Draw,
) => { readonly value: V } | undefined;

/** One way of lying. */
export interface Mutant<D extends DecisionTable> {
  readonly name: string;
  /** What it does, for people. */
  readonly text: string;
  readonly changes: {
    readonly [K in keyof D]?: Change<Value<D, K>, About<D, K>>;
  };
}

/** Which mutant lies, and on which of its hits. */
export interface Arming {
  readonly name: string;
  /** Passes over the first `after` hits. */
  readonly after?: number;
  /** Then lies at each `every`th, at most `count` times. */
  readonly every?: number;
  readonly count?: number;
  readonly seed?: number;
}

interface Armed<D extends DecisionTable> {
  readonly mutant: Mutant<D>;
  readonly arming: Arming;
  readonly draw: Draw;
  hits: number;
  fired: number;
}

/** Lies as it is told to; the same seeds lie in the same way. */
export class Mutants<D extends DecisionTable> {
  readonly #table: readonly Mutant<D>[];
  #armed: readonly Armed<D>[] = [];

  /** Fails with a `RangeError` for a name that the table does not have. */
  constructor(table: readonly Mutant<D>[], armings: readonly Arming[] = []) {
    this.#table = table;
    this.arm(armings);
  }

  /**
   * Arms these in the place of those before, with hits counted anew. Fails as
   * the constructor does, and arms nothing then. What an endpoint keeps of the
   * past is decided when it starts: a lie about it needs one armed from the
   * start, if only with a count of 0.
   */
  arm(armings: readonly Arming[]): void {
    this.#armed = armings.map((arming) => {
      const mutant = this.#table.find(({ name }) => name === arming.name);
      if (mutant === undefined) {
        throw new RangeError(
          `Cannot arm mutant "${arming.name}": there are ` +
            this.#table.map(({ name }) => name).join(", "),
        );
      }
      const next = seededNumbers(arming.seed ?? 0);
      const draw = (bound: number) => next() % bound;
      return { mutant, arming, draw, hits: 0, fired: 0 };
    });
  }

  /** Whether it could ever lie: what costs something is kept only then. */
  get isArmed(): boolean {
    return this.#armed.length > 0;
  }

  /** How often a mutant changed a decision. */
  fired(name: string): number {
    return this.#armed.filter(({ mutant }) => mutant.name === name)
      .reduce((total, { fired }) => total + fired, 0);
  }

  /** The honest value, or what an armed mutant puts in its place. */
  decide<K extends keyof D>(
    name: K,
    honest: Value<D, K>,
    about: About<D, K>,
  ): Value<D, K> {
    let value = honest;
    for (const armed of this.#armed) {
      const changed = armed.mutant.changes[name]?.(value, about, armed.draw);
      if (changed === undefined || !isDue(armed)) continue;
      armed.fired++;
      value = changed.value;
    }
    return value;
  }
}

function isDue<D extends DecisionTable>(armed: Armed<D>): boolean {
  const { after = 0, every = 1, count = Infinity } = armed.arming;
  const hit = ++armed.hits - after;
  return hit > 0 && hit % every === 0 && armed.fired < count;
}
