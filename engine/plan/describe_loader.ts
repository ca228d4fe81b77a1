/** Training data in words: what is there, and what a step does with it. */
import {
  formatBytes,
  formatCount,
  formatDuration,
  sizeBounds,
} from "../profile/mod.ts";
import type {
  PlannedLoaderStep,
  PlannedSamples,
} from "../workloads/loader/mod.ts";
import { plural } from "./_step_words.ts";
import { DELETES_OWN } from "./describe_objects.ts";
import type { PlannedTarget } from "./plan.ts";

/** `is`, `creates` and `deletes`, in this order. */
export function sampleEntries(
  planned: PlannedSamples,
  { steps }: PlannedTarget,
  runId: string,
): readonly (readonly [key: string, text: string])[] {
  const ops = steps.flatMap((step) => step.kind === "loader" ? [step.op] : []);
  const parts = [
    ...(ops.includes("write") ? [samplesText(planned)] : []),
    ...(ops.includes("save") ? [checkpointsText(planned)] : []),
  ].filter((part) => part !== null);
  return [
    ["is", `a place of training data, moved by ${planned.client}`],
    [
      "creates",
      parts.length === 0
        ? "nothing"
        : `${parts.join(", and ")} below ${planned.keyPrefix}; and a marker ` +
          `.stor-verify.json of run ${runId}`,
    ],
    ["deletes", DELETES_OWN],
  ];
}

function samplesText({ samples }: PlannedSamples): string | null {
  if (samples === null) return null;
  const { minBytes, maxBytes } = sizeBounds(samples.sizes);
  const sizes = minBytes === maxBytes
    ? formatBytes(minBytes)
    : `${formatBytes(minBytes)} to ${formatBytes(maxBytes)}`;
  const shards = samples.perFile > 1 ? `, ${samples.perFile} in a file` : "";
  const from = samples.sources > 1
    ? ` of ${plural(samples.sources, "source")}`
    : "";
  const codec = samples.codec === "none"
    ? ""
    : `, compressed by ${samples.codec} at level ${samples.level}`;
  return `${plural(samples.count, "sample")}${from} of ${sizes} ` +
    `(${samples.content}) as ${samples.format}${shards}${codec}`;
}

function checkpointsText({ checkpoints }: PlannedSamples): string | null {
  if (checkpoints === null) return null;
  const { count, shards, shardBytes } = checkpoints;
  return `${plural(count, "checkpoint")} of ${plural(shards, "shard")} of ` +
    formatBytes(shardBytes);
}

/** Lines of one step, without indentation. */
export function loaderLines(step: PlannedLoaderStep): string[] {
  const by = plural(step.lanes.length, "worker");
  const compute = step.computeNs > 0 ? formatDuration(step.computeNs) : null;
  switch (step.op) {
    case "write":
      return [`write the samples, ${plural(step.ops, "file")} by ${by}`];
    case "save":
      return [
        `save the checkpoints, ${plural(step.ops, "shard")} by ${by}` +
        (compute === null ? "" : `, ${compute} between two`),
      ];
    case "restore":
      return [
        `restore the checkpoints, ${plural(step.ops, "shard")} by ${by}; ` +
        "every unit is compared",
      ];
    case "read":
      return readLines(step, compute);
  }
}

function readLines(step: PlannedLoaderStep, compute: string | null): string[] {
  const { batchSamples, cache, epochs, lanes, orderSeed, prefetch } = step;
  const order = orderSeed === null ? "in order" : "shuffled in each epoch";
  const ttl = cache === null || cache.ttlNs === null
    ? ""
    : `, for ${formatDuration(cache.ttlNs)}`;
  const codec = cache === null || cache.codec === "none"
    ? ""
    : `, compressed by ${cache.codec}`;
  return [
    `read ${plural(epochs, "epoch")} ${order}, batches of ` +
    `${formatCount(batchSamples)} by ${plural(lanes.length, "worker")}` +
    (compute === null ? "" : `, ${compute} of compute each`),
    `${prefetch === 0 ? "nothing" : plural(prefetch, "sample")} fetched ` +
    `ahead by each; ${
      cache === null
        ? "no cache"
        : `cache of ${formatBytes(cache.limitBytes)}${ttl}${codec}`
    }; every sample is verified`,
  ];
}
