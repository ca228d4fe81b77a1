import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ENTRY_OVERHEAD_BYTES,
  LruCache,
  type LruCacheOptions,
} from "../../../../engine/workloads/loader/lru_cache.ts";
import {
  roomBytes,
  SampleBuffers,
} from "../../../../engine/workloads/loader/sample_buffers.ts";
import { UsageError } from "../../../../engine/profile/mod.ts";
import type { SampleCodec } from "../../../../engine/workloads/loader/sample_codec.ts";
import { SeededChoice } from "../../../../engine/workloads/consistency/seeded_choice.ts";

/** Of a sample of 100 bytes under a key of one character. */
const COST = 100 + 2 + ENTRY_OVERHEAD_BYTES;

function cacheOf(set: Partial<LruCacheOptions> = {}): LruCache {
  return new LruCache({
    limitBytes: 3 * COST,
    sampleBytesMax: 100,
    keyCharactersMax: 1,
    nowNs: () => 0,
    ...set,
  });
}

const sample = (fill: number) => new Uint8Array(100).fill(fill);

/** Keeps the first byte for all: what is tried has equal bytes. */
const FIRST_BYTE: SampleCodec = {
  name: "first",
  compress: (bytes) =>
    bytes.every((byte) => byte === bytes[0]) ? bytes.slice(0, 1) : bytes,
  decompress: (bytes, plainBytes) =>
    new Uint8Array(plainBytes).fill(bytes[0] ?? 0),
};

Deno.test("LruCache gives back what was put, and counts hits and misses", () => {
  const cache = cacheOf();
  assertEquals([cache.get("a"), cache.metrics.hitRate], [undefined, 0]);
  assertEquals(cache.put("a", sample(1)), true);
  assertEquals(cache.get("a"), sample(1));
  const { hits, misses, items, storedBytes, costBytes, hitRate } =
    cache.metrics;
  assertEquals([hits, misses, items, hitRate], [1, 1, 1, 0.5]);
  assertEquals([storedBytes, costBytes], [100, COST]);
});

Deno.test("LruCache drops the sample used longest ago, and counts it", () => {
  const cache = cacheOf();
  for (const key of ["a", "b", "c"]) cache.put(key, sample(1));
  cache.get("a");
  cache.put("d", sample(2));
  assertEquals(
    ["a", "b", "c", "d"].map((key) => cache.get(key) !== undefined),
    [true, false, true, true],
  );
  assertEquals(cache.metrics.evictions, 1);
});

Deno.test("LruCache fills its limit to the last byte, and never beyond", () => {
  const cache = cacheOf();
  for (const key of ["a", "b", "c"]) cache.put(key, sample(1));
  assertEquals([cache.metrics.items, cache.metrics.costBytes], [3, 3 * COST]);
  const short = cacheOf({ limitBytes: 3 * COST - 1 });
  for (const key of ["a", "b", "c"]) short.put(key, sample(1));
  assertEquals([short.metrics.items, short.metrics.evictions], [2, 1]);
});

Deno.test("LruCache keeps within its limit through 5000 seeded operations", () => {
  const chance = new SeededChoice(20261121);
  const limitBytes = 20 * COST;
  const cache = cacheOf({ limitBytes, sampleBytesMax: 4000, ttlNs: 40 });
  const mirror = new Map<string, number>();
  for (let step = 0; step < 5000; step++) {
    const key = String.fromCharCode(97 + chance.below(26));
    const found = cache.get(key);
    if (found !== undefined) {
      assertEquals(found.every((byte) => byte === mirror.get(key)), true);
    } else {
      mirror.set(key, step & 0xff);
      cache.put(key, new Uint8Array(chance.below(4000)).fill(step & 0xff));
    }
    const { costBytes, storedBytes, items } = cache.metrics;
    assertEquals(costBytes <= limitBytes, true);
    assertEquals(costBytes, storedBytes + items * (ENTRY_OVERHEAD_BYTES + 2));
  }
  const { hits, misses, evictions } = cache.metrics;
  assertEquals(hits + misses, 5000);
  assertEquals(evictions > 0 && hits > 0, true);
});

Deno.test("LruCache with shared memory charges what it takes, and gives it back", () => {
  const chance = new SeededChoice(20261122);
  const buffers = new SampleBuffers();
  const limitBytes = 8 * (roomBytes(4000) + 2 + ENTRY_OVERHEAD_BYTES);
  const cache = cacheOf({ limitBytes, sampleBytesMax: 4000, buffers });
  const mirror = new Map<string, number>();
  for (let step = 0; step < 5000; step++) {
    const key = String.fromCharCode(97 + chance.below(26));
    const found = cache.get(key);
    if (found !== undefined) {
      assertEquals(found.every((byte) => byte === mirror.get(key)), true);
      buffers.give(found);
    } else {
      const bytes = buffers.take(1 + chance.below(4000)).fill(step & 0xff);
      mirror.set(key, step & 0xff);
      cache.put(key, bytes);
      buffers.give(bytes);
    }
    const { costBytes, storedBytes, items } = cache.metrics;
    assertEquals(costBytes <= limitBytes, true);
    assertEquals(
      costBytes >= storedBytes + items * (ENTRY_OVERHEAD_BYTES + 2),
      true,
    );
  }
  assertEquals(cache.metrics.evictions > 0 && buffers.freeBytes > 0, true);
});

Deno.test("LruCache replaces a sample of the same key without a leftover", () => {
  const cache = cacheOf();
  cache.put("a", sample(1));
  cache.put("a", new Uint8Array(50).fill(2));
  assertEquals(cache.get("a")?.length, 50);
  assertEquals([cache.metrics.items, cache.metrics.evictions], [1, 0]);
  assertEquals(cache.metrics.costBytes, COST - 50);
});

Deno.test("LruCache returns no expired sample, and counts it as that", () => {
  let now = 0;
  const cache = cacheOf({ ttlNs: 10, nowNs: () => now });
  cache.put("a", sample(1));
  now = 9;
  assertEquals(cache.get("a")?.length, 100);
  now = 10;
  assertEquals(cache.get("a"), undefined);
  const { expirations, evictions, items, misses } = cache.metrics;
  assertEquals([expirations, evictions, items, misses], [1, 0, 0, 1]);
});

Deno.test("LruCache sweeps what nobody asks for, and makes room with it", () => {
  let now = 0;
  const cache = cacheOf({ ttlNs: 10, nowNs: () => now });
  for (const key of ["a", "b", "c"]) cache.put(key, sample(1));
  now = 10;
  cache.put("d", sample(2));
  assertEquals([cache.metrics.expirations, cache.metrics.items], [1, 3]);
  cache.sweep();
  assertEquals([cache.metrics.expirations, cache.metrics.items], [3, 1]);
  assertEquals(cache.metrics.costBytes, COST);
});

Deno.test("LruCache keeps what a codec makes smaller, and tells the ratio", () => {
  const cache = cacheOf({ codec: FIRST_BYTE });
  cache.put("a", sample(7));
  assertEquals(cache.get("a"), sample(7));
  assertEquals(cache.metrics.compressionRatio, 100);
  cache.put("b", Uint8Array.of(1, 2, 3));
  assertEquals(cache.get("b"), Uint8Array.of(1, 2, 3));
  assertEquals(cache.metrics.incompressible, 1);
  assertEquals(cache.metrics.compressionRatio, 103 / 4);
});

Deno.test("LruCache shares no bytes with who puts or gets", () => {
  const cache = cacheOf();
  const own = sample(1);
  cache.put("a", own);
  own.fill(9);
  cache.get("a")?.fill(8);
  assertEquals(cache.get("a"), sample(1));
});

Deno.test("LruCache refuses a limit that holds no sample, with what would do", () => {
  assertThrows(
    () => cacheOf({ limitBytes: COST - 1, ttlNs: 0 }),
    UsageError,
    `${COST - 1} bytes hold no sample of 100 bytes: give ${COST} or more`,
  );
  const error = assertThrows(() => cacheOf({ limitBytes: NaN, ttlNs: -1 }));
  assertEquals(error instanceof UsageError && error.mistakes.length, 2);
  cacheOf({ limitBytes: COST }).put("a", sample(1));
});

Deno.test("LruCache does not keep a sample larger than itself, nor an old one", () => {
  const cache = cacheOf();
  cache.put("a", sample(1));
  assertEquals(cache.put("a", new Uint8Array(4 * COST)), false);
  assertEquals([cache.metrics.tooLarge, cache.metrics.items], [1, 0]);
});

Deno.test("getOrFetch() fetches once for all who miss at the same time", async () => {
  const cache = cacheOf();
  let fetches = 0;
  const fetch = () => {
    fetches++;
    return Promise.resolve(sample(3));
  };
  const got = await Promise.all(
    Array.from({ length: 8 }, () => cache.getOrFetch("a", fetch)),
  );
  got[0]?.fill(0);
  assertEquals(got.slice(1), Array.from({ length: 7 }, () => sample(3)));
  assertEquals(await cache.getOrFetch("a", fetch), sample(3));
  const { hits, misses, joins } = cache.metrics;
  assertEquals([fetches, hits, misses, joins], [1, 1, 8, 7]);
});

Deno.test("getOrFetch() tells a failure to all who wait, and keeps none", async () => {
  const cache = cacheOf();
  const broken = () => Promise.reject(new Error("gone"));
  const both = [cache.getOrFetch("a", broken), cache.getOrFetch("a", broken)];
  await Promise.all(both.map((one) => assertRejects(() => one, Error, "gone")));
  assertEquals(
    await cache.getOrFetch("a", () => Promise.resolve(sample(4))),
    sample(4),
  );
});
