/**
 * The steps that read the samples and checkpoints of a run back: each once, in
 * order, by one worker. Goes in: the planned target; come out: steps.
 */
import type {
  PlannedLoaderStep,
  PlannedSamples,
  PlannedTarget,
} from "../plan/mod.ts";

/** A step over all samples, or over all checkpoints. */
export const READ_BACK_SAMPLES_STEP = "read-back-samples";
const READ_BACK_CHECKPOINTS_STEP = "read-back-checkpoints";

/**
 * Of what the run was to write; `key` narrows it to one sample or shard. Throws
 * a `RangeError` for a number that neither has.
 */
export function loaderReadBack(
  { steps, url }: PlannedTarget,
  { samples, checkpoints, client }: PlannedSamples,
  key: number | undefined,
): PlannedLoaderStep[] {
  const has = (op: PlannedLoaderStep["op"]) =>
    steps.some((step) => step.kind === "loader" && step.op === op);
  const count = samples?.count ?? 0;
  const shards = (checkpoints?.count ?? 0) * (checkpoints?.shards ?? 0);
  if (key !== undefined && !(key >= 0 && key < count + shards)) {
    throw new RangeError(
      `Cannot read back key ${key} of "${url}": it has ${count} samples and ` +
        `${shards} shards of checkpoints`,
    );
  }
  const step: PlannedLoaderStep = {
    kind: "loader",
    name: READ_BACK_SAMPLES_STEP,
    op: "read",
    openLoop: false,
    io: client,
    lanes: [{ lane: 0, depth: 1, verify: true }],
    bytes: null,
    ops: key === undefined ? count : 1,
    durationNs: null,
    epochs: 1,
    batchSamples: 1,
    lastBatch: "keep",
    orderSeed: null,
    prefetch: 0,
    cache: null,
    computeNs: 0,
    onTrouble: "skip",
    only: key ?? null,
  };
  const isOfSamples = key === undefined || key < count;
  const isOfShards = key === undefined || key >= count;
  return [
    ...(has("write") && isOfSamples ? [step] : []),
    ...(has("save") && isOfShards
      ? [{
        ...step,
        name: READ_BACK_CHECKPOINTS_STEP,
        op: "restore" as const, // not any text
        ops: key === undefined ? shards : 1,
      }]
      : []),
  ];
}
