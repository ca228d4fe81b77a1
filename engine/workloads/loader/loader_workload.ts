/** The loader workload as planning sees it. */
import {
  formatBytes,
  type LoaderStep,
  sizeBounds,
  UsageError,
} from "../../profile/mod.ts";
import {
  keyedHash,
  type NumberedStep,
  u64ToHex,
  type Workload,
  type WorkloadContext,
} from "../mod.ts";
import { objectBytes } from "../pipeline/mod.ts";
import { LruCache } from "./lru_cache.ts";
import { roomBytes } from "./sample_buffers.ts";
import type { PlannedLoaderStep, PlannedSamples } from "./planned_loader.ts";

/** What the largest frame of any format adds: blocks of a tar, headers. */
const FRAME_EXTRA_BYTES = 4096;
/** Longest key of a sample: `s63-09999999`. */
const KEY_CHARACTERS_MAX = 12;
/** Sizes that are drawn to tell how much room all will take. */
const SIZES_DRAWN = 1000;

/** Training samples and checkpoints. */
export const LOADER_WORKLOAD: Workload<
  LoaderStep,
  PlannedSamples,
  PlannedLoaderStep
> = { layOut, plan };

/** `null` after a mistake or without such a step. */
function layOut(context: WorkloadContext): PlannedSamples | null {
  const { profile, target, mistakes, runId, seed } = context;
  const first = profile.steps.find(({ kind }) => kind === "loader");
  if (first === undefined) return null;
  const { facts, name, samples: moves, url } = target;
  if (!moves) {
    mistakes.note(
      `targets.${name}`,
      `Cannot run step "${first.name}" on "${url}": this storage holds no ` +
        "files of samples, use a folder, or an s3: or az: target",
    );
    return null;
  }
  const planned: PlannedSamples = {
    keyPrefix: `sv-${runId}-samples/`,
    seed: u64ToHex(keyedHash("samples", seed)),
    runKey: u64ToHex(keyedHash("samples key", seed, runId)),
    samples: profile.samples ?? null,
    checkpoints: profile.checkpoints ?? null,
    client: moves.client,
  };
  const needed = neededBytes(planned);
  if (facts?.kind === "directory" && needed > facts.freeBytes) {
    mistakes.note(
      `targets.${name}`,
      `Cannot write samples and checkpoints to "${url}": they take about ` +
        `${formatBytes(needed)}, and ${formatBytes(facts.freeBytes)} are free`,
    );
    return null;
  }
  return planned;
}

/** About: sizes that are drawn are drawn for the first of them. */
function neededBytes({ samples, checkpoints, seed }: PlannedSamples): number {
  const saved = checkpoints === null
    ? 0
    : checkpoints.count * checkpoints.shards * checkpoints.shardBytes;
  if (samples === null) return saved;
  const drawn = Math.min(samples.count, SIZES_DRAWN);
  let bytes = 0;
  for (let index = 0; index < drawn; index++) {
    bytes += objectBytes(samples.sizes, seed, index);
  }
  return saved + Math.ceil(bytes / drawn * samples.count);
}

function plan(
  { step, index }: NumberedStep<LoaderStep>,
  planned: PlannedSamples,
  context: WorkloadContext,
): PlannedLoaderStep | null {
  const before = context.mistakes.count;
  checkCache({ step, index }, planned, context);
  checkWorkers({ step, index }, planned, context);
  if (context.mistakes.count > before) return null;
  const { samples, checkpoints } = planned;
  const shards = (checkpoints?.count ?? 0) * (checkpoints?.shards ?? 0);
  const count = samples?.count ?? 0;
  const isOfSamples = step.op === "write" || step.op === "read";
  const isReading = step.op === "read" || step.op === "restore";
  return {
    kind: "loader",
    name: step.name,
    op: step.op,
    openLoop: false,
    io: planned.client,
    lanes: Array.from({ length: step.workers }, (_, lane) => ({
      lane,
      depth: Math.max(1, step.prefetch),
      verify: isReading,
    })),
    bytes: isOfSamples ? null : shards * (checkpoints?.shardBytes ?? 0),
    ops: step.op === "read"
      ? count * step.epochs
      : step.op === "write"
      ? Math.ceil(count / (samples?.perFile ?? 1))
      : shards,
    durationNs: null,
    epochs: step.epochs,
    batchSamples: step.batchSamples,
    lastBatch: step.lastBatch,
    orderSeed: step.order === "shuffled"
      ? u64ToHex(keyedHash("order", context.seed, index))
      : null,
    prefetch: step.prefetch,
    cache: step.cache === undefined ? null : {
      limitBytes: step.cache.limitBytes,
      ttlNs: step.cache.ttlNs ?? null,
      codec: step.cache.codec,
    },
    computeNs: step.computeNs,
    onTrouble: step.onTrouble,
    only: null,
  };
}

/** A cache that cannot hold one sample would be found out in the run. */
function checkCache(
  { step, index }: NumberedStep<LoaderStep>,
  { samples }: PlannedSamples,
  { mistakes }: WorkloadContext,
): void {
  if (step.cache === undefined || samples === null) return;
  const { maxBytes } = sizeBounds(samples.sizes);
  try {
    new LruCache({
      limitBytes: step.cache.limitBytes,
      sampleBytesMax: roomBytes(maxBytes + FRAME_EXTRA_BYTES),
      keyCharactersMax: KEY_CHARACTERS_MAX,
      nowNs: () => 0,
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    for (const { sentence } of error.mistakes) {
      mistakes.note(
        `steps[${index}].cache.size`,
        `Cannot cache samples: ${sentence}`,
      );
    }
  }
}

/** A worker without a sample has no utilisation, and so has the step. */
function checkWorkers(
  { step, index }: NumberedStep<LoaderStep>,
  { samples }: PlannedSamples,
  { mistakes }: WorkloadContext,
): void {
  if (step.op !== "read" || samples === null) return;
  if (step.workers > samples.count) {
    mistakes.note(
      `steps[${index}].workers`,
      `Cannot share ${samples.count} samples among ${step.workers} workers: ` +
        "give fewer workers or more samples",
    );
    return;
  }
  const leastSamples = Math.floor(samples.count / step.workers);
  if (step.lastBatch === "drop" && leastSamples < step.batchSamples) {
    mistakes.note(
      `steps[${index}].batch`,
      `Cannot fill a batch of ${step.batchSamples}: a worker has ` +
        `${leastSamples} samples, and a last batch that is not full is dropped`,
    );
  }
}
