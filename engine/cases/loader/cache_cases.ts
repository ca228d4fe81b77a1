/**
 * Bodies of `loader.cache.*` that need no time and no memory: what goes in comes
 * out, what was used longest ago goes first, and every event is counted.
 */
import {
  ENTRY_OVERHEAD_BYTES,
  type LruCache,
} from "../../workloads/loader/mod.ts";
import { holds } from "../case_broken.ts";
import { seededBytes } from "../seeded_bytes.ts";
import { judgeBytes } from "./judge_sample.ts";
import { type BenchSet, onSamples, type SampleBench } from "./sample_bench.ts";

const SAMPLES = 16;
const ELEMENTS_EACH = 1000;
const SAMPLE_BYTES = ELEMENTS_EACH * 4;
const KEY_CHARACTERS = 5;
/** What one of the samples costs a cache, as it says of itself. */
const ENTRY_BYTES = SAMPLE_BYTES + 2 * KEY_CHARACTERS + ENTRY_OVERHEAD_BYTES;

/** Samples as they lie in files, so that a cache has what loads put there. */
export interface FetchedSet {
  readonly set: BenchSet;
  readonly keys: readonly string[];
  readonly frames: readonly Uint8Array[];
}

/** Raw samples of 4000 bytes from the target. */
export async function fetchedSet(bench: SampleBench): Promise<FetchedSet> {
  const shapes = Array.from({ length: SAMPLES }, () => [ELEMENTS_EACH]);
  const samples = bench.tensors({ element: "float32", shapes, salt: 60 });
  const set = await bench.write({ name: "cached", format: "raw", samples });
  const source = bench.source(set);
  const frames: Uint8Array[] = [];
  for (const number of samples.keys()) {
    const frame = await source.fetch(number, bench.signal);
    frames.push(frame ?? new Uint8Array());
  }
  return { set, keys: samples.map(({ key }) => key), frames };
}

/** A cache with room for so many of them, in a time of its own. */
export function cacheOf(
  { parts }: Pick<SampleBench, "parts">,
  entries: number,
  time: { ttlNs?: number; nowNs: () => number } = { nowNs: () => 0 },
): LruCache {
  return parts.cache({
    limitBytes: entries * ENTRY_BYTES,
    sampleBytesMax: SAMPLE_BYTES,
    keyCharactersMax: KEY_CHARACTERS,
    ...time,
  });
}

/** Breaks the case unless the cache has that sample, to the last byte. */
export function judgeCached(
  { keys, frames }: Pick<FetchedSet, "keys" | "frames">,
  number: number,
  found: Uint8Array | undefined,
): void {
  const name = `Sample "${keys[number]}" of the cache`;
  if (found === undefined) holds(false, `${name} is gone, and should be there`);
  else {
    const expected = frames[number] ?? new Uint8Array();
    judgeBytes(name, { element: "float32", bytes: found }, expected);
  }
}

/** What was put comes out, as often as it is asked for, and nothing else. */
export const basicPutGet = onSamples(async (bench) => {
  const fetched = await fetchedSet(bench);
  const { keys, frames } = fetched;
  const cache = cacheOf(bench, SAMPLES);
  for (const [number, frame] of frames.entries()) {
    const own = frame.slice();
    cache.put(keys[number] ?? "", own);
    own.fill(0xff);
  }
  for (let round = 0; round < 2; round++) {
    for (const [number, key] of keys.entries()) {
      const found = cache.get(key);
      judgeCached(fetched, number, found);
      // A consumer that normalises in place must not reach the cache.
      found?.fill(0xee);
    }
  }
  const stranger = cache.get("other");
  holds(
    stranger === undefined,
    `The cache gave ${stranger?.length} bytes for a key that was never put`,
  );
  const [first = "", second = new Uint8Array()] = [keys[0], frames[1]];
  cache.put(first, second);
  judgeCached({ keys, frames: [second] }, 0, cache.get(first));
  return `${keys.length} samples came out as they were put, twice, though ` +
    "their givers and takers wrote over their own; one was replaced";
});

const STEPS = 4000;
const ROOM = 5;

/** Against a list that is sorted by use at every step. */
export const lruEviction = onSamples(async (bench, { seed }) => {
  const fetched = await fetchedSet(bench);
  const { keys, frames } = fetched;
  const cache = cacheOf(bench, ROOM);
  const drawn = seededBytes({ sizeBytes: 2 * STEPS, seed, salt: 61 });
  /** Numbers of samples, that used last in front. */
  let model: number[] = [];
  let evictions = 0;
  for (let step = 0; step < STEPS; step++) {
    const number = (drawn[2 * step] ?? 0) % SAMPLES;
    const key = keys[number] ?? "";
    const isThere = model.includes(number);
    if ((drawn[2 * step + 1] ?? 0) % 2 === 0) {
      cache.put(key, frames[number] ?? new Uint8Array());
      model = [number, ...model.filter((one) => one !== number)];
      if (model.length > ROOM) evictions++;
      model = model.slice(0, ROOM);
    } else if (isThere) {
      judgeCached(fetched, number, cache.get(key));
      model = [number, ...model.filter((one) => one !== number)];
    } else {
      holds(
        cache.get(key) === undefined,
        `Step ${step}: sample "${key}" is still there, though ${ROOM} others ` +
          "were used since",
      );
    }
  }
  const { items, evictions: counted, costBytesPeak } = cache.metrics;
  holds(
    items === ROOM && counted === evictions,
    `The cache counts ${items} items and ${counted} evictions, and should ` +
      `${ROOM} and ${evictions}`,
  );
  holds(
    costBytesPeak <= ROOM * ENTRY_BYTES,
    `The cache held ${costBytesPeak} bytes, above its ${ROOM * ENTRY_BYTES}`,
  );
  return `${STEPS} puts and gets of ${SAMPLES} samples, ${ROOM} of which fit: ` +
    `each time the one used longest ago went, ${evictions} in all`;
});

const TTL_NS = 1000;

/** In a time of its own, to the nanosecond. */
export const ttlExpiration = onSamples(async (bench) => {
  const fetched = await fetchedSet(bench);
  const { keys, frames } = fetched;
  const [first = "", second = ""] = keys;
  const [bytes = new Uint8Array(), other = new Uint8Array()] = frames;
  const time = { ns: 0 };
  const nowNs = () => time.ns;
  const cache = cacheOf(bench, SAMPLES, { ttlNs: TTL_NS, nowNs });
  cache.put(first, bytes);
  time.ns = TTL_NS / 2;
  cache.put(second, other);
  time.ns = TTL_NS - 1;
  judgeCached(fetched, 0, cache.get(first));
  time.ns = TTL_NS;
  const isGone = cache.get(first) === undefined;
  holds(isGone, `An entry of ${TTL_NS} ns came out though it is as old`);
  judgeCached(fetched, 1, cache.get(second));
  cache.put(first, bytes);
  time.ns = 2 * TTL_NS - 1;
  cache.sweep();
  const { items, expirations } = cache.metrics;
  holds(
    items === 1 && expirations === 2,
    `The cache counts ${items} items and ${expirations} expirations, and ` +
      "should 1 and 2",
  );
  judgeCached(fetched, 0, cache.get(first));
  return `An entry counts for ${TTL_NS} ns since it was put, not since it was ` +
    "used; later it is not given out, and is swept";
});

/** Each event is counted once, where it belongs. */
export const metrics = onSamples(async (bench) => {
  const { keys, frames } = await fetchedSet(bench);
  const cache = cacheOf(bench, 2);
  const [a = "", b = "", c = ""] = keys;
  const bytes = frames[0] ?? new Uint8Array();
  cache.get(a);
  cache.put(a, bytes);
  cache.put(b, bytes);
  cache.get(a);
  cache.get(b);
  cache.put(c, bytes);
  cache.get(a);
  cache.put("large", new Uint8Array(3 * ENTRY_BYTES));
  let fetches = 0;
  const bring = () => {
    fetches++;
    return Promise.resolve(bytes);
  };
  await Promise.all([cache.getOrFetch(a, bring), cache.getOrFetch(a, bring)]);
  const { hits, misses, joins, evictions, tooLarge, items } = cache.metrics;
  const { storedBytes, plainBytes, costBytes, hitRate } = cache.metrics;
  const found = {
    ...{ hits, misses, joins, evictions, tooLarge, items, fetches },
    ...{ storedBytes, plainBytes, costBytes, hitRate },
  };
  const expected: typeof found = {
    ...{ hits: 2, misses: 4, joins: 1, evictions: 2, tooLarge: 1, items: 2 },
    fetches: 1,
    storedBytes: 2 * SAMPLE_BYTES,
    plainBytes: 2 * SAMPLE_BYTES,
    costBytes: 2 * ENTRY_BYTES,
    hitRate: 2 / 6,
  };
  for (const [name, value] of Object.entries(expected)) {
    const own = Object.entries(found).find(([one]) => one === name)?.[1];
    holds(
      own === value,
      `The cache counts ${own} ${name}, and should ${value}`,
    );
  }
  return "Hits, misses, joined misses, evictions, items, bytes and what is too " +
    "large are counted, each event once";
});
