/** Prefetchers that are wrong in one way each. */
import {
  type Prefetched,
  Prefetcher,
  type PrefetcherOptions,
} from "../../../../engine/workloads/loader/mod.ts";

type Make = <Item, Value>(
  options: PrefetcherOptions<Item, Value>,
) => Prefetcher<Item, Value>;

/** Leaves the third item out. */
export const DROPPING: Make = (options) =>
  new Prefetcher({
    ...options,
    items: [...options.items].filter((_, at) => at !== 2),
  });

/** Gives the third item twice. */
export const DOUBLING: Make = (options) =>
  new Prefetcher({
    ...options,
    items: [...options.items].flatMap((item, at) =>
      at === 2 ? [item, item] : [item]
    ),
  });

/** Begins at the end. */
export const REVERSING: Make = (options) =>
  new Prefetcher({ ...options, items: [...options.items].toReversed() });

/** Runs further ahead than it may. */
export const GREEDY: Make = (options) =>
  new Prefetcher({ ...options, depth: options.depth + 3 });

/** Fetches nothing before it is asked for. */
export const LAZY: Make = <Item, Value>(
  options: PrefetcherOptions<Item, Value>,
) => new LazyPrefetcher(options);

class LazyPrefetcher<Item, Value> extends Prefetcher<Item, Value> {
  readonly #items: Iterator<Item>;
  readonly #fetch: PrefetcherOptions<Item, Value>["fetch"];
  #lates = 0;

  constructor(options: PrefetcherOptions<Item, Value>) {
    super({ ...options, items: [] });
    this.#items = options.items[Symbol.iterator]();
    this.#fetch = options.fetch;
  }

  override get metrics() {
    return { ...super.metrics, lates: this.#lates };
  }

  override async next(): Promise<Prefetched<Item, Value> | undefined> {
    const step = this.#items.next();
    if (step.done) return undefined;
    this.#lates++;
    const { signal } = new AbortController();
    return { item: step.value, value: await this.#fetch(step.value, signal) };
  }
}

/** Comes back from a stop before its fetches have ended. */
export const LEAVING: Make = <Item, Value>(
  options: PrefetcherOptions<Item, Value>,
) => new LeavingPrefetcher(options);

class LeavingPrefetcher<Item, Value> extends Prefetcher<Item, Value> {
  override stop(): Promise<void> {
    void super.stop();
    return Promise.resolve();
  }
}

/** Never comes back from a stop. */
export const HANGING: Make = <Item, Value>(
  options: PrefetcherOptions<Item, Value>,
) => new HangingPrefetcher(options);

class HangingPrefetcher<Item, Value> extends Prefetcher<Item, Value> {
  override async stop(): Promise<void> {
    await super.stop();
    await new Promise(() => {});
  }
}

/** Throws the failure again at each call behind it. */
export const REPEATING: Make = <Item, Value>(
  options: PrefetcherOptions<Item, Value>,
) => new RepeatingPrefetcher(options);

class RepeatingPrefetcher<Item, Value> extends Prefetcher<Item, Value> {
  #failure: unknown = undefined;

  override async next(): Promise<Prefetched<Item, Value> | undefined> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return await super.next();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}

/** Counts every item as a hit. */
export const BOASTING: Make = <Item, Value>(
  options: PrefetcherOptions<Item, Value>,
) => new BoastingPrefetcher(options);

class BoastingPrefetcher<Item, Value> extends Prefetcher<Item, Value> {
  override get metrics() {
    const { hits, lates, ...others } = super.metrics;
    return { ...others, hits: hits + lates, lates: 0 };
  }
}
