import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { LruCache } from "../../../../engine/workloads/loader/lru_cache.ts";
import { Prefetcher } from "../../../../engine/workloads/loader/prefetcher.ts";

/** Lets everything run that needs nothing but turns of the queue. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

async function drain<T>(prefetcher: Prefetcher<number, T>): Promise<T[]> {
  const values: T[] = [];
  for (;;) {
    const got = await prefetcher.next();
    if (got === undefined) return values;
    values.push(got.value);
  }
}

/** Fetches that are answered by hand, or by the abort. */
function byHand() {
  const answers = new Map<number, (value: string) => void>();
  const fetch = (item: number, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      answers.set(item, resolve);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  return { answers, fetch };
}

Deno.test("Prefetcher gives values in the order of items, whatever comes first", async () => {
  const { answers, fetch } = byHand();
  const prefetcher = new Prefetcher({ items: [0, 1, 2], depth: 3, fetch });
  prefetcher.start();
  for (const item of [2, 0, 1]) answers.get(item)?.(`v${item}`);
  assertEquals(await drain(prefetcher), ["v0", "v1", "v2"]);
});

Deno.test("Prefetcher has at most its depth ahead of a slow consumer", async () => {
  let fetches = 0;
  const prefetcher = new Prefetcher({
    items: Array.from({ length: 100 }, (_, item) => item),
    depth: 4,
    fetch: (item) => {
      fetches++;
      return Promise.resolve(item);
    },
  });
  prefetcher.start();
  await settle();
  assertEquals(fetches, 4);
  await prefetcher.next();
  await settle();
  assertEquals(fetches, 5);
  assertEquals((await drain(prefetcher)).length, 99);
  assertEquals(prefetcher.metrics.aheadPeak, 4);
});

Deno.test("Prefetcher counts hits and late arrivals", async () => {
  const { answers, fetch } = byHand();
  const prefetcher = new Prefetcher({ items: [0, 1], depth: 2, fetch });
  prefetcher.start();
  answers.get(0)?.("there");
  await settle();
  await prefetcher.next();
  const late = prefetcher.next();
  await settle();
  answers.get(1)?.("late");
  assertEquals((await late)?.value, "late");
  const { hits, lates } = prefetcher.metrics;
  assertEquals([hits, lates], [1, 1]);
});

Deno.test("Prefetcher has most values there for a consumer that computes", async () => {
  const rates = await Promise.all([1, 4].map(async (depth) => {
    const prefetcher = new Prefetcher({
      items: Array.from({ length: 40 }, (_, item) => item),
      depth,
      fetch: (item) => Promise.resolve(item),
    });
    while (await prefetcher.next() !== undefined) await settle();
    const { hits, lates } = prefetcher.metrics;
    assertEquals(hits + lates, 40);
    return hits / 40;
  }));
  assertEquals(rates.every((rate) => rate > 0.5), true);
});

/** What it fetched, and the starts that were put off. */
function puttingOff(depth: number) {
  const starts: (() => void)[] = [];
  let fetches = 0;
  const prefetcher = new Prefetcher({
    items: Array.from({ length: 20 }, (_, item) => item),
    depth,
    fetch: (item) => {
      fetches++;
      return Promise.resolve(item);
    },
    later: (start) => void starts.push(start),
  });
  return { prefetcher, starts, fetches: () => fetches };
}

Deno.test("Prefetcher puts off what half of its depth can wait for", async () => {
  const { prefetcher, starts, fetches } = puttingOff(8);
  prefetcher.start();
  await settle();
  for (let taken = 0; taken < 4; taken++) await prefetcher.next();
  assertEquals([fetches(), starts.length], [8, 1]);
  starts.shift()?.();
  assertEquals(fetches(), 12);
  await settle();
  for (let taken = 0; taken < 5; taken++) await prefetcher.next();
  // Less than half was left before anybody came to start it.
  assertEquals([fetches(), starts.length], [17, 1]);
  starts.shift()?.();
  assertEquals(fetches(), 17);
  const values = await drain(prefetcher);
  assertEquals(values, Array.from({ length: 11 }, (_, at) => 9 + at));
  assertEquals(prefetcher.metrics.aheadPeak, 8);
});

Deno.test("Prefetcher puts nothing off for a consumer that waits", async () => {
  for (const depth of [1, 2, 8]) {
    const { prefetcher, fetches } = puttingOff(depth);
    // Nobody ever calls what was put off.
    assertEquals((await drain(prefetcher)).length, 20);
    assertEquals(fetches(), 20);
  }
});

Deno.test("Prefetcher starts nothing that was put off once it has stopped", async () => {
  const { prefetcher, starts, fetches } = puttingOff(4);
  prefetcher.start();
  await settle();
  await prefetcher.next();
  await prefetcher.stop();
  for (const start of starts) start();
  assertEquals([starts.length, fetches()], [1, 4]);
  assertEquals(prefetcher.metrics.dropped, 3);
});

Deno.test("Prefetcher hands a failure to the consumer once, in its place", async () => {
  const prefetcher = new Prefetcher({
    items: [0, 1, 2, 3],
    depth: 4,
    fetch: (item) =>
      item === 0
        ? Promise.resolve(item)
        : Promise.reject(new Error(`no ${item}`)),
  });
  assertEquals((await prefetcher.next())?.value, 0);
  await assertRejects(() => prefetcher.next(), Error, "no 1");
  assertEquals(await prefetcher.next(), undefined);
  assertEquals(prefetcher.metrics.dropped, 2);
});

Deno.test("Prefetcher takes a fetch that throws for one that fails", async () => {
  const prefetcher = new Prefetcher({
    items: [0],
    depth: 1,
    fetch: (): Promise<number> => {
      throw new Error("at once");
    },
  });
  await assertRejects(() => prefetcher.next(), Error, "at once");
});

Deno.test("stop() ends all fetches, and a next() that waits", async () => {
  const { answers, fetch } = byHand();
  const prefetcher = new Prefetcher({
    items: [0, 1, 2, 3, 4],
    depth: 3,
    fetch,
  });
  const waiting = prefetcher.next();
  await prefetcher.stop();
  assertEquals(await waiting, undefined);
  assertEquals([...answers.keys()], [0, 1, 2]);
  assertEquals(await prefetcher.next(), undefined);
  await prefetcher.stop();
  assertEquals(prefetcher.metrics.dropped, 3);
});

Deno.test("next() refuses to be asked again before it has answered", async () => {
  const { answers, fetch } = byHand();
  const prefetcher = new Prefetcher({ items: [0, 1], depth: 2, fetch });
  const first = prefetcher.next();
  await assertRejects(() => prefetcher.next(), Error, "two values at once");
  answers.get(0)?.("v");
  assertEquals((await first)?.value, "v");
  await prefetcher.stop();
});

for (const depth of [0, -1, 1.5, NaN]) {
  Deno.test(`Prefetcher refuses a depth of ${depth}`, () => {
    const fetch = () => Promise.resolve(0);
    assertThrows(
      () => new Prefetcher({ items: [], depth, fetch }),
      RangeError,
      `Cannot prefetch ${depth} items`,
    );
  });
}

Deno.test("Prefetcher over a cache gives each sample once, in order, in each epoch", async () => {
  const cache = new LruCache({
    limitBytes: 1e6,
    sampleBytesMax: 1,
    keyCharactersMax: 2,
    nowNs: () => 0,
  });
  const items = Array.from({ length: 50 }, (_, item) => item);
  let fetches = 0;
  for (let epoch = 0; epoch < 10; epoch++) {
    const prefetcher = new Prefetcher({
      items,
      depth: 8,
      fetch: (item) =>
        cache.getOrFetch(String(item), () => {
          fetches++;
          return Promise.resolve(Uint8Array.of(item));
        }),
    });
    const values = await drain(prefetcher);
    assertEquals(values.map(([first]) => first), items);
  }
  assertEquals(fetches, 50);
  assertEquals(cache.metrics.hitRate, 0.9);
});
