/**
 * Bodies of `loader.prefetcher.*`: how far ahead it runs, how it stops, what it
 * counts, and what becomes of a fetch that fails.
 */
import { SampleTrouble } from "../../workloads/loader/mod.ts";
import { CaseFailed } from "../case_failed.ts";
import { holds } from "../case_broken.ts";
import type { CaseEnv } from "../case.ts";
import { judgeSample } from "./judge_sample.ts";
import {
  type BenchSet,
  deliver,
  onSamples,
  type SampleBench,
} from "./sample_bench.ts";
import { withinTries } from "./timed_tries.ts";

const SAMPLES = 24;
const DEPTH = 4;
/** A stop that takes longer hangs, on any host. */
const PATIENCE_MS = 30_000;

/** Samples of 16 KiB in three shards. */
export async function streamedSet(bench: SampleBench): Promise<BenchSet> {
  const shapes = Array.from({ length: SAMPLES }, () => [64, 64]);
  const samples = bench.tensors({ element: "float32", shapes, salt: 100 });
  const perFile = SAMPLES / 3;
  const format = "webdataset";
  return await bench.write({ name: "stream", format, samples, perFile });
}

/** However slow the consumer is, and each sample once, in order. */
export const queue = onSamples(async (bench) => {
  const set = await streamedSet(bench);
  const source = bench.source(set);
  let [begun, taken, peak] = [0, 0, 0];
  const ahead = bench.parts.prefetcher({
    items: set.samples.keys(),
    depth: DEPTH,
    fetch(number, signal) {
      begun++;
      peak = Math.max(peak, begun - taken);
      return deliver(source, number, signal);
    },
  });
  for (let next = await ahead.next(); next; next = await ahead.next()) {
    holds(
      next.item === taken,
      `Sample ${next.item} came, and should ${taken}`,
    );
    judgeSample(set, taken, next.value);
    taken++;
  }
  holds(
    taken === SAMPLES && begun === SAMPLES,
    `${begun} samples were fetched and ${taken} taken, and should ${SAMPLES}`,
  );
  // The one that is handed over is not taken yet when the next one starts.
  holds(
    peak <= DEPTH + 1,
    `${peak} samples were on their way or waiting, and ${DEPTH} may be`,
  );
  return `${taken} samples came once each, in their order, and never more ` +
    `than ${DEPTH} were ahead`;
});

/** In the middle of everything, with fetches that end only when told. */
export const asyncWorker = onSamples(async (bench, env) => {
  const set = await streamedSet(bench);
  const source = bench.source(set);
  const running = { now: 0, ended: 0 };
  const ahead = bench.parts.prefetcher({
    items: set.samples.keys(),
    depth: DEPTH,
    async fetch(number, signal) {
      running.now++;
      try {
        if (number >= DEPTH) await untilAborted(signal);
        return await deliver(source, number, signal);
      } finally {
        running.now--;
        running.ended++;
      }
    },
  });
  for (let number = 0; number < DEPTH; number++) {
    judgeSample(set, number, (await ahead.next())?.value ?? null);
  }
  const waiting = ahead.next();
  await notHanging(env, "stop()", ahead.stop());
  const late = await notHanging(env, "A waiting next()", waiting);
  const after = await notHanging(env, "next() after stop()", ahead.next());
  holds(
    running.now === 0,
    `${running.now} fetches run on after stop() came back`,
  );
  holds(
    late === undefined && after === undefined,
    "A sample came after the prefetcher was stopped",
  );
  const { dropped } = ahead.metrics;
  holds(
    dropped === running.ended - DEPTH,
    `${dropped} samples are counted as dropped, and ` +
      `${running.ended - DEPTH} were fetched for nobody`,
  );
  return `Stopped after ${DEPTH} of ${SAMPLES} samples, with ${dropped} on ` +
    "their way: all of them ended, who waited was let go, and nothing came " +
    "after";
});

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true })
  );
}

async function notHanging<T>(
  { loader }: CaseEnv,
  what: string,
  settling: Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const state = { isLate: false };
  const late = loader.sleepMs(PATIENCE_MS, ended.signal).then(() => {
    state.isLate = !ended.signal.aborted;
  });
  const value = settling.finally(() => ended.abort());
  value.catch(() => {});
  await Promise.race([value, late]);
  holds(!state.isLate, `${what} did not come back within 30 s`);
  return await value;
}

/** Fetches that end when the case says so: each count is known before. */
export const hitTracking = onSamples(async (bench) => {
  const set = await streamedSet(bench);
  const source = bench.source(set);
  const gates = new Map<number, () => void>();
  const settled = new Map<number, Promise<unknown>>();
  const ahead = bench.parts.prefetcher({
    items: set.samples.keys(),
    depth: DEPTH,
    fetch(number, signal) {
      const gate = new Promise<void>((resolve) => gates.set(number, resolve));
      const value = gate.then(() => deliver(source, number, signal));
      settled.set(number, value);
      return value;
    },
  });
  ahead.start();
  let [hits, lates] = [0, 0];
  for (let number = 0; number < SAMPLES; number++) {
    const isEarly = number % 3 !== 0;
    if (isEarly) await opened(number);
    const coming = ahead.next();
    if (!isEarly) await opened(number);
    judgeSample(set, number, (await coming)?.value ?? null);
    if (isEarly) hits++;
    else lates++;
  }
  const { hits: countedHits, lates: countedLates, aheadPeak } = ahead.metrics;
  holds(
    countedHits === hits && countedLates === lates && aheadPeak === DEPTH,
    `${countedHits} hits, ${countedLates} late and ${aheadPeak} ahead are ` +
      `counted, and should be ${hits}, ${lates} and ${DEPTH}`,
  );
  return `${hits} samples that were there in time and ${lates} that were not ` +
    "are counted as such";

  async function opened(number: number): Promise<void> {
    gates.get(number)?.();
    await settled.get(number);
    // What waits for the fetch learns of it some turns later.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
});

/** With a consumer that computes for as long as two samples take to come. */
export const improvesHitRate = onSamples(async (bench, env) => {
  const set = await streamedSet(bench);
  const { sleepMs, nowNs } = env.loader;
  const source = bench.source(set);
  return await withinTries(async () => {
    const startNs = nowNs();
    for (const number of set.samples.keys()) {
      judgeSample(set, number, await deliver(source, number, bench.signal));
    }
    const eachMs = (nowNs() - startNs) / SAMPLES / 1e6;
    const ahead = bench.parts.prefetcher({
      items: set.samples.keys(),
      depth: DEPTH,
      fetch: (number, signal) => deliver(source, number, signal),
    });
    for (let next = await ahead.next(); next; next = await ahead.next()) {
      judgeSample(set, next.item, next.value);
      await sleepMs(Math.ceil(2 * eachMs), bench.signal);
    }
    const { hits, lates } = ahead.metrics;
    const rate = hits / (hits + lates);
    const text = `${(100 * rate).toFixed(0)} % of ${SAMPLES} samples were ` +
      `there when they were asked for, ${DEPTH} ahead`;
    if (rate > 0.5) return `${text}; 0 % are without`;
    throw new CaseFailed(`${text}, and should be more than 50 %`);
  });
});

/** The consumer learns of it at its place, once, and gets nothing after. */
export const errorPropagation = onSamples(async (bench, { backend }) => {
  const shapes = Array.from({ length: SAMPLES }, () => [100]);
  const samples = bench.tensors({ element: "int32", shapes, salt: 110 });
  const set = await bench.write({ name: "gap", format: "npy", samples });
  const source = bench.source(set);
  const lost = [9, 11];
  for (const number of lost) {
    await backend.delete(set.index.samples[number]?.file ?? "");
  }
  const ahead = bench.parts.prefetcher({
    items: samples.keys(),
    depth: DEPTH,
    fetch: (number, signal) => deliver(source, number, signal),
  });
  const failures: SampleTrouble[] = [];
  let taken = 0;
  // As often as there are samples: none may come behind the failure.
  for (let call = 0; call < SAMPLES; call++) {
    try {
      const next = await ahead.next();
      if (next === undefined) continue;
      holds(
        failures.length === 0,
        `Sample ${next.item} came after the failure of ${lost[0]}`,
      );
      judgeSample(set, taken, next.value);
      taken++;
    } catch (error) {
      if (!(error instanceof SampleTrouble)) throw error;
      failures.push(error);
    }
  }
  const [failure] = failures;
  holds(
    failures.length === 1 && taken === lost[0] &&
      failure?.sample.key === samples[taken]?.key,
    `Of 2 samples that are missing the consumer heard ${failures.length} ` +
      `times, after ${taken} samples, and should once after ${lost[0]}`,
  );
  return `${taken} samples came, then once: ${failure?.message}`;
});
