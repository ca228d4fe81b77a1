/** Bodies of `loader.adapter.*`: epochs as a training job reads them. */
import {
  DeliveryLedger,
  readSampleIndex,
  SAMPLE_FORMAT_NAMES,
  type SampleAddress,
  writeSampleIndex,
} from "../../workloads/loader/mod.ts";
import { holds } from "../case_broken.ts";
import type { CaseEnv } from "../case.ts";
import { readEpoch, sourcesOf } from "./epoch_reader.ts";
import { type BenchSet, onSamples, type SampleBench } from "./sample_bench.ts";

const WORKERS = 3;
const BATCH = 4;
const DEPTH = 4;
const SEED = 5n;
/** No multiples of workers or batches, so that rests are there to be lost. */
const COUNTS = [7, 11, 8] as const;
const FORMATS = ["npy", "tfrecord", "webdataset"] as const;

/** Three sources in three formats. */
async function threeSets(bench: SampleBench): Promise<BenchSet[]> {
  const sets: BenchSet[] = [];
  for (const [salt, count] of COUNTS.entries()) {
    const samples = bench.tensors({
      element: "float32",
      shapes: Array.from({ length: count }, (_, at) => [16, at + 1]),
      salt: 120 + salt,
    });
    const format = FORMATS[salt] ?? "npy";
    const perFile = 5;
    sets.push(
      await bench.write({ name: `set${salt}`, format, samples, perFile }),
    );
  }
  return sets;
}

/** Enough for all samples here. */
function cacheOfAll({ parts }: SampleBench) {
  return parts.cache({
    limitBytes: 2 << 20,
    sampleBytesMax: 32 << 10,
    keyCharactersMax: 8,
    nowNs: () => 0,
  });
}

const USUAL = {
  seed: SEED,
  epoch: 0,
  workersCount: WORKERS,
  batchSamples: BATCH,
  depth: DEPTH,
};

/** Three sources, one epoch. */
export const multiSource = onSamples(async (bench) => {
  const sets = await threeSets(bench);
  const sources = sourcesOf(bench, sets);
  const read = await readEpoch({ ...USUAL, bench, sets, sources });
  const first = read.order[0]?.slice(0, BATCH * 2) ?? [];
  const mixed = new Set(first.map(({ source }) => source)).size;
  holds(
    mixed > 1,
    `The first ${first.length} samples of a shuffled epoch all come from one ` +
      "source",
  );
  return `${read.samplesCount} samples of ${COUNTS.length} sources ` +
    `(${FORMATS.join(", ")}) came in one epoch, each exactly once`;
});

/** What a `DataLoader` with a sampler for shards promises. */
export const dataloaderCompatibility = onSamples(async (bench) => {
  const sets = await threeSets(bench);
  const sources = sourcesOf(bench, sets);
  const read = async (set: Partial<typeof USUAL>) =>
    await readEpoch({ ...USUAL, ...set, bench, sets, sources });
  const first = await read({});
  const text = ({ order }: { readonly order: unknown }) =>
    JSON.stringify(order);
  holds(
    text(await read({})) === text(first),
    "The same seed gave another order the second time",
  );
  for (const change of [{ epoch: 1 }, { seed: SEED + 1n }]) {
    holds(
      text(await read(change)) !== text(first),
      "Another epoch, or another seed, gave the same order",
    );
  }
  for (const workersCount of [1, 2, 5]) {
    const { order } = await read({ workersCount });
    const sizes = order.map(({ length }) => length);
    holds(
      Math.max(...sizes) - Math.min(...sizes) <= 1,
      `${workersCount} workers got [${sizes.join(", ")}] samples`,
    );
  }
  judgeBatches(bench);
  return "The same seed gave the same batches again, another epoch and another " +
    "seed gave others; 1 to 5 workers had each sample once, shares differ by " +
    "one at most, and a batch that is not full is kept, or dropped and counted";
});

function judgeBatches({ parts }: SampleBench): void {
  const total = COUNTS.reduce((sum, one) => sum + one, 0);
  for (const lastBatch of ["keep", "drop"] as const) {
    const ledger = new DeliveryLedger(COUNTS);
    let dropped = 0;
    for (let worker = 0; worker < WORKERS; worker++) {
      const { seed, epoch, workersCount, batchSamples } = USUAL;
      const planned = parts.epoch({
        sourceCounts: COUNTS,
        ...{ seed, epoch, workersCount, worker, batchSamples, lastBatch },
      });
      dropped += planned.droppedCount;
      for (const [at, batch] of planned.batches.entries()) {
        const isLast = at === planned.batches.length - 1;
        holds(
          batch.length === BATCH || isLast && lastBatch === "keep",
          `Batch ${at} of worker ${worker} has ${batch.length} samples`,
        );
        batch.forEach((one: SampleAddress) => ledger.note(one));
      }
    }
    const { deliveredCount, missingCount, repeatedCount } = ledger.gaps();
    holds(
      deliveredCount + dropped === total && missingCount === dropped &&
        repeatedCount === 0,
      `With lastBatch ${lastBatch}, ${deliveredCount} of ${total} samples are ` +
        `in batches, and ${dropped} are counted as dropped`,
    );
  }
}

const WARM_RATE = 0.85;

/** The second epoch comes from the cache. */
export const caching = onSamples(async (bench) => {
  const sets = await threeSets(bench);
  const sources = sourcesOf(bench, sets);
  const cache = cacheOfAll(bench);
  await readEpoch({ ...USUAL, bench, sets, sources, cache });
  const { hits: cold, misses: coldMisses } = cache.metrics;
  await readEpoch({ ...USUAL, epoch: 1, bench, sets, sources, cache });
  const hits = cache.metrics.hits - cold;
  const rate = hits / (hits + cache.metrics.misses - coldMisses);
  holds(
    rate > WARM_RATE,
    `The second epoch had ${(100 * rate).toFixed(1)} % hits, and should have ` +
      `more than ${100 * WARM_RATE} %`,
  );
  return `The second epoch had ${(100 * rate).toFixed(1)} % hits, after ` +
    `${coldMisses} misses of the first; each sample was verified again`;
});

/** In the order in which they were written, by one worker. */
export const prefetchAndCache = onSamples(async (bench) => {
  const sets = await threeSets(bench);
  const sources = sourcesOf(bench, sets);
  const cache = cacheOfAll(bench);
  const expected = COUNTS.flatMap((count, source) =>
    Array.from({ length: count }, (_, sample) => `${source}/${sample}`)
  );
  for (const epoch of [0, 1]) {
    const { order } = await readEpoch({
      ...USUAL,
      ...{ epoch, seed: null, workersCount: 1, bench, sets, sources, cache },
    });
    const found = order.flat().map(({ source, sample }) =>
      `${source}/${sample}`
    );
    const at = expected.findIndex((one, place) => found[place] !== one);
    holds(
      at < 0 && found.length === expected.length,
      `Sample ${at} of epoch ${epoch} is ${found[at]}, and should be ` +
        `${expected[at]}`,
    );
  }
  const { hits, misses } = cache.metrics;
  const total = expected.length;
  holds(
    hits === total && misses === total,
    `${misses} misses and ${hits} hits are counted over two epochs of ${total}`,
  );
  return `Two epochs of ${total} samples, ${DEPTH} ahead and through the ` +
    "cache: each came once an epoch and in order, from the target only the " +
    "first time";
});

/** As the steps of a profile do it, with the index on the target. */
export const endToEnd = onSamples(async (bench, env) => {
  const sets: BenchSet[] = [];
  for (const [salt, format] of SAMPLE_FORMAT_NAMES.entries()) {
    const samples = bench.tensors({
      element: "uint16",
      shapes: Array.from({ length: 6 + salt }, (_, at) => [8, 100 * at + 1]),
      salt: 130 + salt,
    });
    const made = await bench.write({
      name: format,
      format,
      samples,
      perFile: 4,
    });
    sets.push(await throughIndex(bench, env, made));
  }
  const sources = sourcesOf(bench, sets);
  const cache = cacheOfAll(bench);
  let verified = 0;
  for (const epoch of [0, 1]) {
    const read = await readEpoch({
      ...USUAL,
      ...{ epoch, workersCount: 2, bench, sets, sources, cache },
    });
    verified += read.samplesCount;
  }
  const delivered = sources.reduce(
    (sum, { counts }) => sum + counts.delivered,
    0,
  );
  holds(
    delivered === verified,
    `The sources count ${delivered} samples, and ${verified} were verified`,
  );
  return `${sets.length} data sets with their indices were written; ${verified} ` +
    "samples of two shuffled epochs came over two workers, each verified";
});

/** The index as the target has it, and not as it was put. */
async function throughIndex(
  bench: SampleBench,
  { backend, sha256 }: CaseEnv,
  set: BenchSet,
): Promise<BenchSet> {
  const seal = (text: string) => sha256(new TextEncoder().encode(text));
  const key = bench.key(`${set.index.format}/index.jsonl`);
  const text = writeSampleIndex(set.index, seal);
  await backend.put(key, new TextEncoder().encode(text));
  const read = new TextDecoder().decode(await backend.get(key));
  return { ...set, index: readSampleIndex(read, seal) };
}
