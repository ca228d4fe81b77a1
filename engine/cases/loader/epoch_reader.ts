/**
 * Reads an epoch as a training job does: workers side by side, each with its
 * batches, a prefetcher and, if there is one, the cache of all. Sets go in;
 * each sample is judged as it comes, and noted in a ledger.
 */
import {
  DeliveryLedger,
  type LruCache,
  type SampleAddress,
  type SampleSource,
  type Tensor,
} from "../../workloads/loader/mod.ts";
import { holds } from "../case_broken.ts";
import { allEnded } from "./all_ended.ts";
import { judgeSample } from "./judge_sample.ts";
import type { BenchSet, SampleBench } from "./sample_bench.ts";

export interface EpochAsked {
  readonly bench: SampleBench;
  readonly sets: readonly BenchSet[];
  /** One for each set, so that what they count goes on over epochs. */
  readonly sources: readonly SampleSource[];
  readonly cache?: LruCache;
  readonly seed: bigint | null;
  readonly epoch: number;
  readonly workersCount: number;
  readonly batchSamples: number;
  /** Samples ahead of each worker; 0: each is fetched when asked for. */
  readonly depth: number;
  /** Compute of one batch; none if absent. */
  readonly compute?: () => Promise<void>;
}

/** What one epoch delivered. */
export interface EpochRead {
  readonly samplesCount: number;
  readonly batchesCount: number;
  /** In the order of delivery, worker by worker. */
  readonly order: readonly (readonly SampleAddress[])[];
}

/** A source for each of the sets. */
export function sourcesOf(
  bench: SampleBench,
  sets: readonly BenchSet[],
): SampleSource[] {
  return sets.map((set) => bench.source(set));
}

/** Breaks the case unless each sample came exactly once, whole. */
export async function readEpoch(asked: EpochAsked): Promise<EpochRead> {
  const counts = asked.sets.map(({ samples }) => samples.length);
  const ledger = new DeliveryLedger(counts);
  const workers = Array.from({ length: asked.workersCount }, (_, worker) => {
    const { seed, epoch, workersCount, batchSamples, bench } = asked;
    return bench.parts.epoch({
      sourceCounts: counts,
      ...{ seed, epoch, workersCount, worker, batchSamples },
      lastBatch: "keep",
    });
  });
  const order = await allEnded(
    workers.map(({ batches }) => readBatches(asked, batches, ledger)),
  );
  const gaps = ledger.gaps();
  holds(
    gaps.missingCount + gaps.repeatedCount + gaps.strangerCount === 0,
    `Epoch ${asked.epoch} delivered ${gaps.deliveredCount} samples, of which ` +
      `${gaps.repeatedCount} came again, and ${gaps.missingCount} never came`,
  );
  return {
    samplesCount: gaps.deliveredCount,
    batchesCount: workers.reduce((sum, one) => sum + one.batches.length, 0),
    order,
  };
}

async function readBatches(
  asked: EpochAsked,
  batches: readonly (readonly SampleAddress[])[],
  ledger: DeliveryLedger,
): Promise<SampleAddress[]> {
  const { bench, sets, depth, compute } = asked;
  const ahead = depth === 0 ? null : bench.parts.prefetcher({
    items: batches.flat(),
    depth,
    fetch: (address: SampleAddress, signal) => take(asked, address, signal),
  });
  const taken: SampleAddress[] = [];
  try {
    for (const batch of batches) {
      for (const address of batch) {
        const next = ahead === null
          ? {
            item: address,
            value: await take(asked, address, bench.signal),
          }
          : await ahead.next();
        if (next === undefined) return taken;
        const { item, value } = next;
        holds(
          item.source === address.source && item.sample === address.sample,
          `Sample ${item.sample} of source ${item.source} came, and should ` +
            `${address.sample} of ${address.source}`,
        );
        const set = sets[item.source];
        if (set !== undefined) judgeSample(set, item.sample, value);
        if (value !== null) bench.buffers.give(value.bytes);
        ledger.note(item);
        taken.push(item);
      }
      await compute?.();
    }
  } finally {
    await ahead?.stop();
  }
  return taken;
}

async function take(
  { sources, cache }: EpochAsked,
  { source, sample }: SampleAddress,
  signal: AbortSignal,
): Promise<Tensor | null> {
  const from = sources[source];
  if (from === undefined) throw new TypeError(`There is no source ${source}`);
  const bring = async () =>
    await from.fetch(sample, signal) ?? new Uint8Array();
  const frame = cache === undefined
    ? await bring()
    : await cache.getOrFetch(`${source}/${sample}`, bring);
  return from.decode(sample, frame);
}
