/**
 * What one worker reads in one epoch: batches of samples of several sources.
 * Goes in: how many samples each source has, seed, epoch, worker; comes out:
 * its batches. Over all workers each sample comes exactly once.
 */
import { type Mistake, UsageError } from "../../profile/mod.ts";
import { keyedHash, u64ToHex } from "../mod.ts";
import { seededOrder } from "./seeded_order.ts";

export interface EpochOptions {
  /** Samples of each source, in the order in which sources are numbered. */
  readonly sourceCounts: readonly number[];
  /** `null`: in the order in which they were written. */
  readonly seed: bigint | null;
  /** From 0; the same seed shuffles each epoch anew. */
  readonly epoch: number;
  readonly workersCount: number;
  /** From 0. */
  readonly worker: number;
  readonly batchSamples: number;
  /** What becomes of a last batch that is not full. */
  readonly lastBatch: "keep" | "drop";
}

/** A sample by its source and its number there. */
export interface SampleAddress {
  readonly source: number;
  readonly sample: number;
}

export interface Epoch {
  readonly batches: readonly (readonly SampleAddress[])[];
  readonly samplesCount: number;
  /** Not read because the last batch was not full. */
  readonly droppedCount: number;
}

/** What fits a permutation of 32-bit numbers. */
const SAMPLES_MAX = 2 ** 32 - 1;

/**
 * Worker `w` of `n` takes every n-th place of one order: shares differ by one
 * at most, and none is filled up by samples read twice. A `UsageError` names
 * all that is wrong.
 */
export function planEpoch(options: EpochOptions): Epoch {
  const total = requireOptions(options);
  const { worker, workersCount, batchSamples } = options;
  const order = options.seed === null ? undefined : seededOrder(
    total,
    keyedHash("epoch", u64ToHex(options.seed), options.epoch),
  );
  const starts = startsOf(options.sourceCounts);
  const batches: SampleAddress[][] = [];
  let batch: SampleAddress[] = [];
  for (let place = worker; place < total; place += workersCount) {
    batch.push(addressOf(starts, order?.[place] ?? place));
    if (batch.length < batchSamples) continue;
    batches.push(batch);
    batch = [];
  }
  const isDropping = options.lastBatch === "drop";
  if (batch.length > 0 && !isDropping) batches.push(batch);
  return {
    batches,
    samplesCount: batches.reduce((sum, { length }) => sum + length, 0),
    droppedCount: isDropping ? batch.length : 0,
  };
}

/** Where each source starts in the numbers of all. */
function startsOf(counts: readonly number[]): number[] {
  let start = 0;
  return counts.map((count) => {
    start += count;
    return start - count;
  });
}

/** The last source that starts at or before it; empty ones lie before. */
function addressOf(starts: readonly number[], number: number): SampleAddress {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= number) low = middle;
    else high = middle - 1;
  }
  return { source: low, sample: number - (starts[low] ?? 0) };
}

function requireOptions(options: EpochOptions): number {
  const { sourceCounts, epoch, workersCount, worker, batchSamples } = options;
  const mistakes: Mistake[] = [];
  const require = (isRight: boolean, path: string, sentence: string) => {
    if (!isRight) mistakes.push({ path, sentence });
  };
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
  const total = sourceCounts.reduce((sum, count) => sum + count, 0);
  require(
    sourceCounts.every(isCount) && total > 0 && total <= SAMPLES_MAX,
    "sources",
    `[${sourceCounts.join(", ")}] samples cannot be read: 1 to ` +
      `${SAMPLES_MAX} are needed in all`,
  );
  require(isCount(epoch), "epoch", `${epoch} is no number of an epoch`);
  require(
    isCount(workersCount) && workersCount > 0,
    "workers",
    `${workersCount} workers read nothing: give 1 or more`,
  );
  require(
    isCount(worker) && (worker < workersCount || workersCount <= 0),
    "worker",
    `${worker} is not among ${workersCount} workers, which count from 0`,
  );
  require(
    isCount(batchSamples) && batchSamples > 0,
    "batch",
    `${batchSamples} samples make no batch: give 1 or more`,
  );
  if (mistakes.length > 0) {
    throw new UsageError("Cannot plan an epoch", mistakes);
  }
  return total;
}
