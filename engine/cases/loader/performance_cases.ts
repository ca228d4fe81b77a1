/**
 * Bodies of `loader.performance.*`: what cache and prefetcher gain, and what
 * they cost. A measured time that misses its bound fails the case, as a busy
 * host says nothing of the storage; bytes that miss theirs break it.
 */
import type { LruCache } from "../../workloads/loader/mod.ts";
import type { CaseEnv } from "../case.ts";
import { CaseFailed } from "../case_failed.ts";
import { holds } from "../case_broken.ts";
import {
  heldAbove,
  images,
  IMAGES_TEXT,
  judgeHeld,
  judgeRatio,
} from "./cache_load_cases.ts";
import { readEpoch, sourcesOf } from "./epoch_reader.ts";
import { judgeSample } from "./judge_sample.ts";
import {
  type BenchSet,
  deliver,
  onSamples,
  type SampleBench,
} from "./sample_bench.ts";
import { withinTries } from "./timed_tries.ts";

const BATCHES = 12;
const BATCH = 4;
const SAMPLE_BYTES = 256 << 10;
const CACHE_BYTES = 2 * BATCHES * BATCH * SAMPLE_BYTES;

/** 12 MiB in 48 files. */
async function sequentialSet(bench: SampleBench): Promise<BenchSet> {
  const shapes = Array.from(
    { length: BATCHES * BATCH },
    () => [SAMPLE_BYTES / 4],
  );
  const samples = bench.tensors({ element: "float32", shapes, salt: 140 });
  return await bench.write({ name: "seq", format: "npy", samples });
}

interface Timed {
  readonly bench: SampleBench;
  readonly env: CaseEnv;
  readonly set: BenchSet;
  /** Times that each sample is read, as that many sources; 1 if absent. */
  readonly times?: number;
  readonly batchSamples?: number;
  readonly cache?: LruCache;
  /** Samples ahead; 0 waits for each. */
  readonly depth: number;
  readonly computeMs?: number;
}

/** One epoch in order; how long it took, in ns. */
async function timedEpoch(timed: Timed): Promise<number> {
  const { bench, env, set, cache, depth, computeMs } = timed;
  const { times = 1, batchSamples = BATCH } = timed;
  const sets = Array.from({ length: times }, () => set);
  const { nowNs, sleepMs } = env.loader;
  const startNs = nowNs();
  await readEpoch({
    bench,
    sets,
    sources: sourcesOf(bench, sets),
    ...(cache === undefined ? {} : { cache }),
    ...{ seed: null, epoch: 0, workersCount: 1, batchSamples, depth },
    ...(computeMs === undefined
      ? {}
      : { compute: () => sleepMs(computeMs, bench.signal) }),
  });
  return nowNs() - startNs;
}

/** One thread reads, without prefetch, from the target and from the cache. */
export const throughputWithCache = onSamples(async (bench, env) => {
  const set = await sequentialSet(bench);
  return await withinTries(async () => {
    const cache = bench.parts.cache({
      limitBytes: CACHE_BYTES,
      sampleBytesMax: 2 * SAMPLE_BYTES,
      keyCharactersMax: 8,
      nowNs: env.loader.nowNs,
    });
    const coldNs = await timedEpoch({ bench, env, set, cache, depth: 0 });
    const cold = cache.metrics.hitRate ?? 0;
    const { hits } = cache.metrics;
    const warmNs = await timedEpoch({ bench, env, set, cache, depth: 0 });
    const warm = (cache.metrics.hits - hits) / set.samples.length;
    holds(
      cold === 0 && warm === 1,
      `The hit rate rose from ${percent(cold)} to ${percent(warm)}, and ` +
        "should from 0 % to 100 %",
    );
    const text = `${rate(coldNs)} without the cache, ${rate(warmNs)} from it ` +
      `(${(coldNs / warmNs).toFixed(2)}x); hits rose from 0 % to 100 %`;
    if (warmNs < coldNs) return text;
    throw new CaseFailed(`${text}; the cache should be faster`);
  });
});

const GAIN_MIN = 1.5;
/** A batch takes long enough for clocks that wake up a millisecond late. */
const GAIN_BATCH = 2 * BATCH;
const AHEAD = 2 * GAIN_BATCH;

/**
 * Compute of each batch takes as long as it takes to load, so that the gain
 * of loading meanwhile is 2 at most. What is read first is not timed: it runs
 * code that was not compiled yet.
 */
export const throughputWithPrefetch = onSamples(async (bench, env) => {
  const set = await sequentialSet(bench);
  const asked = { bench, env, set, times: 2, batchSamples: GAIN_BATCH };
  await timedEpoch({ ...asked, depth: 0 });
  return await withinTries(async () => {
    const loadNs = await timedEpoch({ ...asked, depth: 0 });
    const computeMs = Math.max(1, Math.round(loadNs / BATCHES / 1e6));
    const timed = { ...asked, computeMs };
    const baselineNs = await timedEpoch({ ...timed, depth: 0 });
    const aheadNs = await timedEpoch({ ...timed, depth: AHEAD });
    const gain = baselineNs / aheadNs;
    const text = `${BATCHES} batches of 2 MiB with ${computeMs} ms of ` +
      `emulated compute each took ${milliseconds(baselineNs)} one by one and ` +
      `${milliseconds(aheadNs)} with ${AHEAD} samples ahead: ` +
      `${gain.toFixed(2)}x`;
    if (gain >= GAIN_MIN) return text;
    throw new CaseFailed(`${text}, and should be ${GAIN_MIN}x or more`);
  });
});

const HIT_P99_MAX_NS = 10e6;
const MISS_P99_MAX_NS = 100e6;
/** One in a hundred of these is more than one. */
const READS = 200;

/** Each read timed by itself, one after another. */
export const latency = onSamples(async (bench, env) => {
  const { nowNs } = env.loader;
  const set = await sequentialSet(bench);
  const source = bench.source(set);
  return await withinTries(async () => {
    const cache = bench.parts.cache({
      limitBytes: CACHE_BYTES,
      sampleBytesMax: 2 * SAMPLE_BYTES,
      keyCharactersMax: 8,
      nowNs,
    });
    const [misses, hits]: [number[], number[]] = [[], []];
    for (let read = 0; read < READS; read++) {
      const number = read % set.samples.length;
      const missNs = nowNs();
      judgeSample(set, number, await deliver(source, number, bench.signal));
      misses.push(nowNs() - missNs);
      const frame = await source.fetch(number, bench.signal);
      cache.put(`${number}`, frame ?? new Uint8Array());
      const hitNs = nowNs();
      const found = cache.get(`${number}`);
      hits.push(nowNs() - hitNs);
      judgeSample(set, number, found ? source.decode(number, found) : null);
    }
    const text = `P50 and P99 of ${READS} reads of 256 KiB: from the cache ` +
      `${spread(hits)}, from the target, verified, ${spread(misses)}`;
    const isLocal = env.scheme === "file" || env.scheme === "direct";
    const isLate = percentile(hits, 0.99) >= HIT_P99_MAX_NS ||
      isLocal && percentile(misses, 0.99) >= MISS_P99_MAX_NS;
    const bound = isLocal ? "; misses below 100 ms" : "";
    if (!isLate) return text;
    throw new CaseFailed(`${text}; hits should be below 10 ms${bound}`);
  });
});

const LIMIT_BYTES = 4 << 20;

/** An epoch of three times the limit, with garbage taken away. */
export const memory = onSamples(async (bench, env) => {
  const set = await sequentialSet(bench);
  const limitBytes = LIMIT_BYTES;
  const grownBytes = await heldAbove(env, async () => {
    const cache = bench.parts.cache({
      limitBytes,
      sampleBytesMax: 2 * SAMPLE_BYTES,
      keyCharactersMax: 8,
      nowNs: env.loader.nowNs,
    });
    await timedEpoch({ bench, env, set, cache, depth: AHEAD });
    const { evictions } = cache.metrics;
    holds(evictions > 0, "An epoch of 12 MiB fits a cache limited to 4 MiB");
    return cache;
  });
  const what = "A loader with a cache limited to 4 MiB";
  const text = judgeHeld(what, { grownBytes, limitBytes });
  return `After an epoch of 12 MiB, ${AHEAD} samples ahead, a loader with a ` +
    `cache limited to 4 MiB holds ${text}, garbage aside`;
});

/** Files of frames on the target, against the plain bytes in them. */
export const compressionRatio = onSamples(async (bench, env) => {
  const { codec } = env.loader;
  const samples = images(env.seed);
  const set = await bench.write({
    name: "images",
    format: "npy",
    samples,
    codec,
  });
  const source = bench.source(set);
  let [storedBytes, plainBytes] = [0, 0];
  for (
    const [number, { file, plainBytes: each }] of set.index.samples.entries()
  ) {
    judgeSample(set, number, await deliver(source, number, bench.signal));
    storedBytes += (await env.backend.head(file)).sizeBytes;
    plainBytes += each;
  }
  const what = `${IMAGES_TEXT}, in files with ${codec.name},`;
  return `${what} came back exactly, and shrank by ` +
    judgeRatio(what, plainBytes / storedBytes);
});

/** The smallest that so many of them are not above. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}

function spread(values: readonly number[]): string {
  return `${milliseconds(percentile(values, 0.5))} and ` +
    milliseconds(percentile(values, 0.99));
}

function milliseconds(ns: number): string {
  return `${(ns / 1e6).toFixed(2)} ms`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function rate(ns: number): string {
  const bytes = BATCHES * BATCH * SAMPLE_BYTES;
  return `${(bytes / 1e6 / (ns / 1e9)).toFixed(0)} MB/s`;
}
