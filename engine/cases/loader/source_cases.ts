/** Bodies of `loader.source.*`: what a data source gives, and what it refuses. */
import {
  SAMPLE_FORMAT_NAMES,
  SampleTrouble,
  type SampleTroubleKind,
} from "../../workloads/loader/mod.ts";
import type { CaseEnv } from "../case.ts";
import { holds } from "../case_broken.ts";
import { allEnded } from "./all_ended.ts";
import { judgeSample } from "./judge_sample.ts";
import {
  type BenchSet,
  deliver,
  onSamples,
  type SampleBench,
} from "./sample_bench.ts";

/** One element to 64 KiB, and both sides of sectors and pages. */
const SHAPES = [[1], [127], [128], [129], [3, 5, 7], [1023], [1024], [1025], [
  128,
  128,
]] as const;
const AT_ONCE = 4;
const PREFETCHED = 3;

async function judgeAll(bench: SampleBench, set: BenchSet): Promise<number> {
  const source = bench.source(set);
  for (const number of set.samples.keys()) {
    const found = await deliver(source, number, bench.signal);
    judgeSample(set, number, found);
  }
  return set.samples.length;
}

/** Every format, each sample to the last byte. */
export const fetchUncompressed = onSamples(async (bench) => {
  let compared = 0;
  for (const [salt, format] of SAMPLE_FORMAT_NAMES.entries()) {
    const samples = bench.tensors({ element: "float32", shapes: SHAPES, salt });
    const set = await bench.write({ name: format, format, samples });
    compared += await judgeAll(bench, set);
  }
  return `${compared} samples of 4 bytes to 64 KiB in ` +
    `${SAMPLE_FORMAT_NAMES.join(", ")} came as they were written`;
});

/** Frames of the codec in files, and the exact bytes out of them. */
export const fetchCompressed = onSamples(async (bench, { loader }) => {
  const { codec } = loader;
  let compared = 0;
  let [storedBytes, plainBytes] = [0, 0];
  for (const [salt, format] of SAMPLE_FORMAT_NAMES.entries()) {
    const samples = bench.tensors({
      element: "bool",
      shapes: SHAPES,
      salt: 10 + salt,
    });
    const set = await bench.write({ name: format, format, samples, codec });
    compared += await judgeAll(bench, set);
    for (const sample of set.index.samples) {
      storedBytes += sample.sizeBytes;
      plainBytes += sample.plainBytes;
    }
  }
  holds(
    storedBytes < plainBytes,
    `Samples of 0 and 1 take ${storedBytes} bytes in ${codec.name}, and ` +
      `should take less than the ${plainBytes} they have`,
  );
  return `${compared} samples in frames of ${codec.name} came as they were ` +
    `written; noise of 0 and 1 took 1/${
      (plainBytes / storedBytes).toFixed(1)
    } of its bytes`;
});

/** Fetched ahead, a sample is the one that is fetched when it is asked for. */
export const sourcePrefetch = onSamples(async (bench) => {
  const samples = bench.tensors({ element: "int16", shapes: SHAPES, salt: 20 });
  const set = await bench.write({
    name: "ahead",
    format: "webdataset",
    samples,
    perFile: 4,
  });
  await judgeAll(bench, set);
  const source = bench.source(set);
  const ahead = bench.parts.prefetcher({
    items: samples.keys(),
    depth: PREFETCHED,
    fetch: (number, signal) => deliver(source, number, signal),
  });
  let taken = 0;
  for (let next = await ahead.next(); next; next = await ahead.next()) {
    holds(
      next.item === taken,
      `Sample ${next.item} came from the prefetcher, and should ${taken}`,
    );
    judgeSample(set, taken, next.value);
    taken++;
  }
  holds(
    taken === samples.length,
    `The prefetcher gave ${taken} samples, and should ${samples.length}`,
  );
  return `${taken} samples that were fetched ${PREFETCHED} ahead are those ` +
    "that came without, in their order";
});

interface Damage {
  readonly bench: SampleBench;
  readonly set: BenchSet;
  readonly number: number;
  readonly kind: SampleTroubleKind;
}

/** It ends a load, or is passed over and counted, as the policy has it. */
async function judgeTrouble(damage: Damage): Promise<string> {
  const { bench, set, number, kind } = damage;
  const key = set.samples[number]?.key ?? "";
  const failing = bench.source(set);
  let said: SampleTrouble | null = null;
  try {
    await deliver(failing, number, bench.signal);
  } catch (error) {
    if (!(error instanceof SampleTrouble)) throw error;
    said = error;
  }
  holds(
    said?.kind === kind && said.sample.key === key &&
      said.message.includes(`"${key}"`),
    `Sample "${key}", which is ${kind}, ` +
      (said === null ? "was delivered" : `was called ${said.kind}`) +
      `, and should end the load as ${kind} with its name`,
  );
  const skipping = bench.source(set, { onTrouble: "skip" });
  for (const each of set.samples.keys()) {
    const found = await deliver(skipping, each, bench.signal);
    if (each !== number) judgeSample(set, each, found);
    else {
      holds(found === null, `Sample "${key}", which is ${kind}, was delivered`);
    }
  }
  const { delivered, ...troubles } = skipping.counts;
  const others = Object.values(troubles).reduce((sum, one) => sum + one, 0);
  holds(
    troubles[kind] === 1 && others === 1 &&
      delivered === set.samples.length - 1,
    `Passing over one that is ${kind}, the source counts ` +
      `${JSON.stringify(skipping.counts)}`,
  );
  return said?.message ?? "";
}

/** A file that is not there any more. */
export const missingSample = onSamples(async (bench, { backend }) => {
  const samples = bench.tensors({ element: "uint8", shapes: SHAPES, salt: 30 });
  const set = await bench.write({ name: "lost", format: "npy", samples });
  const number = 4;
  await backend.delete(set.index.samples[number]?.file ?? "");
  return await judgeTrouble({ bench, set, number, kind: "missing" });
});

/** A bit of a file of each format, and a file that ends too early. */
export const corruptSample = onSamples(async (bench, env) => {
  let tried = 0;
  for (const [salt, format] of SAMPLE_FORMAT_NAMES.entries()) {
    const samples = bench.tensors({
      element: "float32",
      shapes: SHAPES,
      salt: 40 + salt,
    });
    const set = await bench.write({ name: format, format, samples });
    const number = samples.length - 1;
    const { file, bytes, at } = await storedSample(env, set, number);
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 16;
    await env.backend.put(file, flipped);
    await judgeTrouble({ bench, set, number, kind: "corrupt" });
    await env.backend.put(file, bytes.subarray(0, at));
    await judgeTrouble({ bench, set, number, kind: "truncated" });
    tried += 2;
  }
  return `${tried} samples with one wrong bit or without an end, in ` +
    `${
      SAMPLE_FORMAT_NAMES.join(", ")
    }, ended a load by their names, and were ` +
    "passed over and counted where that is the policy";
});

/** The middle of a sample, where nothing but its bytes can be. */
async function storedSample(env: CaseEnv, set: BenchSet, number: number) {
  const sample = set.index.samples[number];
  if (sample === undefined) throw new TypeError(`No sample ${number}`);
  const { file, offset, sizeBytes } = sample;
  const bytes = await env.backend.get(file);
  return { file, bytes, at: offset + Math.floor(sizeBytes / 2) };
}

/** As `fetchUncompressed`, with several reads on their way to a store. */
export const remoteSource = onSamples(async (bench, { scheme }) => {
  let compared = 0;
  for (const [salt, format] of SAMPLE_FORMAT_NAMES.entries()) {
    const samples = bench.tensors({
      element: "uint16",
      shapes: SHAPES,
      salt: 50 + salt,
    });
    const set = await bench.write({ name: format, format, samples });
    const source = bench.source(set);
    const numbers = samples.keys();
    const readOn = async () => {
      for (const number of numbers) {
        const found = await deliver(source, number, bench.signal);
        judgeSample(set, number, found);
        compared++;
      }
    };
    await allEnded(Array.from({ length: AT_ONCE }, readOn));
  }
  const total = SHAPES.length * SAMPLE_FORMAT_NAMES.length;
  holds(compared === total, `${compared} samples came, and should ${total}`);
  return `${compared} samples came over ${scheme}: by the same source as from ` +
    `a folder, ${AT_ONCE} at once`;
});
