/**
 * Fetches what will be asked for before it is asked for. Goes in: items in
 * their order; come out: their values in the same order, each once.
 *
 * Design. At most `depth` items are on their way or waiting, whatever the
 * consumer does: a slow one holds the fetches up instead of filling the memory.
 * The first failure in the order of items ends it; one behind it is dropped
 * with the values beside it, and counted. To start a fetch takes the thread of
 * the consumer 20 us: as long as half of the depth is there, that can wait.
 */

export interface PrefetcherOptions<Item, Value> {
  readonly items: Iterable<Item>;
  /** Fetched ahead at most; 1 or more, else a `RangeError`. */
  readonly depth: number;
  /** Settles soon after `signal` is aborted: `stop()` waits for it. */
  readonly fetch: (item: Item, signal: AbortSignal) => Promise<Value>;
  /**
   * Calls `start` once the consumer is busy elsewhere, with a batch say. Absent:
   * what is taken is replaced at once.
   */
  readonly later?: (start: () => void) => void;
}

/** Counters since the prefetcher was made. */
export interface PrefetchMetrics {
  /** Items that were there when they were asked for. */
  readonly hits: number;
  /** Items that the consumer had to wait for. */
  readonly lates: number;
  /** Most items that were on their way or waiting at once. */
  readonly aheadPeak: number;
  /** Fetched or failed, and never asked for: after a stop or a failure. */
  readonly dropped: number;
}

type Outcome<Value> =
  | { readonly state: "value"; readonly value: Value }
  | { readonly state: "failed"; readonly error: unknown };

interface Ahead<Item, Value> {
  readonly item: Item;
  /** Never rejects, so that nobody has to be there to catch. */
  readonly settled: Promise<Outcome<Value>>;
  /** Once it is there. */
  outcome: Outcome<Value> | null;
}

export interface Prefetched<Item, Value> {
  readonly item: Item;
  readonly value: Value;
}

/** One consumer's: a second `next()` before the first is answered is a bug. */
export class Prefetcher<Item, Value> {
  readonly #options: PrefetcherOptions<Item, Value>;
  readonly #items: Iterator<Item>;
  readonly #ahead: Ahead<Item, Value>[] = [];
  readonly #abort = new AbortController();
  #isDry = false;
  #isPutOff = false;
  /** Wakes a `next()` that waits. */
  #giveUp: (() => void) | undefined;
  #hits = 0;
  #lates = 0;
  #aheadPeak = 0;
  #dropped = 0;

  constructor(options: PrefetcherOptions<Item, Value>) {
    if (!Number.isSafeInteger(options.depth) || options.depth < 1) {
      throw new RangeError(
        `Cannot prefetch ${options.depth} items: the depth needs to be 1 ` +
          "or more",
      );
    }
    this.#options = options;
    this.#items = options.items[Symbol.iterator]();
  }

  get metrics(): PrefetchMetrics {
    return {
      hits: this.#hits,
      lates: this.#lates,
      aheadPeak: this.#aheadPeak,
      dropped: this.#dropped,
    };
  }

  /** Starts fetching before the first `next()`. */
  start(): void {
    while (
      !this.#isDry && !this.#abort.signal.aborted &&
      this.#ahead.length < this.#options.depth
    ) {
      const step = this.#items.next();
      if (step.done) this.#isDry = true;
      else this.#ahead.push(this.#begin(step.value));
    }
    this.#aheadPeak = Math.max(this.#aheadPeak, this.#ahead.length);
  }

  /**
   * The next value, or `undefined` behind the last, after a failure and after
   * `stop()`. Throws what the fetch of the next item threw, once.
   */
  async next(): Promise<Prefetched<Item, Value> | undefined> {
    if (this.#giveUp !== undefined) {
      throw new Error(
        "Cannot take two values at once: the one before is not there yet",
      );
    }
    if ((this.#ahead[0]?.outcome ?? null) === null) this.start();
    const [first] = this.#ahead;
    if (first === undefined || this.#abort.signal.aborted) return undefined;
    if (first.outcome !== null) this.#hits++;
    else this.#lates++;
    const outcome = first.outcome ?? await this.#orStopped(first.settled);
    if (outcome === undefined) return undefined;
    this.#ahead.shift();
    if (outcome.state === "failed") {
      await this.stop();
      throw outcome.error;
    }
    this.#refill();
    return { item: first.item, value: outcome.value };
  }

  /** Returns once no fetch is running; a `next()` that waits gives up. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#giveUp?.();
    this.#isDry = true;
    this.#dropped += this.#ahead.length;
    const running = this.#ahead.splice(0).map(({ settled }) => settled);
    await Promise.all(running);
  }

  #refill(): void {
    const { depth, later } = this.#options;
    if (later === undefined || this.#ahead.length < depth / 2) {
      return this.start();
    }
    if (this.#isPutOff) return;
    this.#isPutOff = true;
    later(() => {
      this.#isPutOff = false;
      this.start();
    });
  }

  /** Not `Promise.race()`: it would add to one long-lived promise each time. */
  async #orStopped(
    settled: Promise<Outcome<Value>>,
  ): Promise<Outcome<Value> | undefined> {
    try {
      return await new Promise((resolve) => {
        this.#giveUp = () => resolve(undefined);
        settled.then(resolve);
      });
    } finally {
      this.#giveUp = undefined;
    }
  }

  #begin(item: Item): Ahead<Item, Value> {
    const ahead: Ahead<Item, Value> = {
      item,
      outcome: null,
      settled: this.#fetch(item).then((outcome) => ahead.outcome = outcome),
    };
    return ahead;
  }

  async #fetch(item: Item): Promise<Outcome<Value>> {
    try {
      const value = await this.#options.fetch(item, this.#abort.signal);
      return { state: "value", value };
    } catch (error) {
      return { state: "failed", error };
    }
  }
}
