/**
 * Bodies of `loader.cache.*` about load: many readers at once, compressed
 * entries, and the memory that a cache takes.
 */
import type { LruCache, Tensor } from "../../workloads/loader/mod.ts";
import type { CaseEnv } from "../case.ts";
import { holds } from "../case_broken.ts";
import { seededBytes } from "../seeded_bytes.ts";
import { allEnded } from "./all_ended.ts";
import { cacheOf, fetchedSet, judgeCached } from "./cache_cases.ts";
import { judgeBytes } from "./judge_sample.ts";
import { onSamples, type SampleBench } from "./sample_bench.ts";

const READERS = 12;
const READS_EACH = 60;
const ROOM = 4;

/** Readers that miss, join, evict and scribble, all at once. */
export const concurrentAccess = onSamples(async (bench, env) => {
  const fetched = await fetchedSet(bench);
  const { keys, set } = fetched;
  const cache = cacheOf(bench, ROOM);
  const source = bench.source(set);
  let fetches = 0;
  const bring = async (number: number) => {
    fetches++;
    return await source.fetch(number, bench.signal) ?? new Uint8Array();
  };
  const read = async (reader: number) => {
    const drawn = seededBytes({
      sizeBytes: READS_EACH,
      seed: env.seed,
      salt: 70 + reader,
    });
    for (const byte of drawn) {
      const number = byte % keys.length;
      const key = keys[number] ?? "";
      const bytes = await cache.getOrFetch(key, () => bring(number));
      judgeCached(fetched, number, bytes);
      bytes.fill(byte);
    }
  };
  await allEnded(Array.from({ length: READERS }, (_, one) => read(one)));
  const { hits, misses, joins, items } = cache.metrics;
  const asked = READERS * READS_EACH;
  holds(
    hits + misses === asked && misses - joins === fetches && items === ROOM,
    `Of ${asked} reads ${hits} are counted as hits, ${misses} as misses and ` +
      `${joins} as joined, with ${fetches} fetches and ${items} items left`,
  );
  return `${READERS} readers took ${asked} samples from a cache with room for ` +
    `${ROOM}, none torn: ${fetches} were fetched, and ${joins} misses waited ` +
    "for the fetch of another reader";
});

const IMAGE_SIDE = 224;
const IMAGE_BYTES = IMAGE_SIDE * IMAGE_SIDE * 4;
const IMAGES = 12;
/** What the case asks for; the target is 2.3. */
const RATIO_MIN = 2;

/** Pixels of 256 levels as float32, as loaders normalise them. */
export function images(seed: number) {
  return Array.from({ length: IMAGES }, (_, number) => ({
    key: `i${String(number).padStart(4, "0")}`,
    tensor: image(seed, number),
  }));
}

/** A slope in both directions, and noise of five levels. */
function image(seed: number, number: number): Tensor {
  const side = IMAGE_SIDE;
  const noise = seededBytes({
    sizeBytes: side * side,
    seed,
    salt: 80 + number,
  });
  const pixels = Float32Array.from(noise, (drawn, at) => {
    const [column, row] = [at % side, Math.floor(at / side)];
    const level = 60 + Math.floor((column + 2 * row) / 8) + drawn % 5;
    return level / 255;
  });
  return {
    element: "float32",
    shape: [side, side],
    bytes: new Uint8Array(pixels.buffer),
  };
}

/** What the ratio is said of. */
export const IMAGES_TEXT = `${IMAGES} images of 224 by 224 float32 pixels ` +
  "(slopes with noise of five levels)";

/** Breaks the case below the ratio. */
export function judgeRatio(what: string, ratio: number | null): string {
  const text = ratio === null ? "nothing" : `${ratio.toFixed(2)}x`;
  holds(
    ratio !== null && ratio > RATIO_MIN,
    `${what} shrank by ${text}, and should by more than ${RATIO_MIN}x`,
  );
  return text;
}

/** Kept compressed, given out exactly. */
export const compression = onSamples(async (bench, env) => {
  const { codec } = env.loader;
  const samples = images(env.seed);
  const set = await bench.write({ name: "images", format: "raw", samples });
  const source = bench.source(set);
  const cache = bench.parts.cache({
    limitBytes: 2 * IMAGES * IMAGE_BYTES,
    sampleBytesMax: IMAGE_BYTES,
    keyCharactersMax: 8,
    nowNs: () => 0,
    codec,
  });
  for (const [number, { key }] of samples.entries()) {
    const frame = await source.fetch(number, bench.signal);
    cache.put(key, frame ?? new Uint8Array());
  }
  for (const { key, tensor } of samples) {
    const found = cache.get(key) ?? new Uint8Array();
    const { element } = tensor;
    const name = `Sample "${key}" of the compressed cache`;
    judgeBytes(name, { element, bytes: found }, tensor.bytes);
  }
  const ratio = cache.metrics.compressionRatio;
  const what = `${IMAGES_TEXT}, in a cache with ${codec.name},`;
  return `${what} came out exactly, and shrank by ${judgeRatio(what, ratio)}`;
});

const LIMIT_BYTES = 32 << 20;
/** Above the limit that was configured. */
const OVERHEAD_MAX = 0.1;
const HELD_SIZES = [1000, 64 << 10] as const;

/** Bytes above what was held before, once `fill` is done. */
export async function heldAbove(
  env: CaseEnv,
  fill: () => Promise<LruCache> | LruCache,
): Promise<number> {
  const before = await env.loader.heldBytes();
  const cache = await fill();
  const grown = await env.loader.heldBytes() - before;
  // Asked once more, so that nobody collects it before it was weighed.
  cache.sweep();
  return grown;
}

/** Breaks the case for more than the limit and a tenth of it. */
export function judgeHeld(
  what: string,
  { grownBytes, limitBytes }: {
    readonly grownBytes: number;
    readonly limitBytes: number;
  },
): string {
  const share = grownBytes / limitBytes;
  const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  holds(
    share <= 1 + OVERHEAD_MAX,
    `${what} takes ${mib(grownBytes)}, and should take at most ` +
      `${mib(limitBytes * (1 + OVERHEAD_MAX))}`,
  );
  return mib(grownBytes);
}

/** Twice the limit through a cache of small samples, and of larger ones. */
export const memoryOverhead = onSamples(async (bench, env) => {
  const texts: string[] = [];
  for (const [salt, sizeBytes] of HELD_SIZES.entries()) {
    const samples = bench.tensors({
      element: "uint8",
      shapes: [[sizeBytes]],
      salt: 90 + salt,
    });
    const set = await bench.write({ name: `h${salt}`, format: "raw", samples });
    const frame = await bench.source(set).fetch(0, bench.signal);
    const bytes = frame ?? new Uint8Array();
    const grownBytes = await heldAbove(env, () => filled(bench, bytes));
    const what = `A cache of ${sizeBytes}-byte samples limited to 32 MiB`;
    texts.push(
      `${sizeBytes} bytes: ${
        judgeHeld(what, { grownBytes, limitBytes: LIMIT_BYTES })
      }`,
    );
  }
  return `Caches limited to 32 MiB hold, garbage aside, by the size of their ` +
    `samples, ${texts.join("; ")}`;
});

/** Counts on, so that no key comes twice. */
function filled({ parts }: SampleBench, bytes: Uint8Array): LruCache {
  const cache = parts.cache({
    limitBytes: LIMIT_BYTES,
    sampleBytesMax: bytes.length,
    keyCharactersMax: 8,
    nowNs: () => 0,
  });
  const count = Math.ceil(2 * LIMIT_BYTES / (bytes.length + 1000));
  for (let number = 0; number < count; number++) cache.put(`${number}`, bytes);
  holds(
    cache.metrics.evictions > 0,
    `A cache took ${count} samples of ${bytes.length} bytes and let none go`,
  );
  return cache;
}
