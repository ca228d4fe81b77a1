/** What the parts of a saved plan that are about training data must hold. */
import { LOADER_FORMATS, LOADER_OPS, SAMPLE_CONTENTS } from "../profile/mod.ts";
import { SIZES_ASKED } from "./object_shape.ts";
import type { Shape } from "./shape.ts";

const CODEC = ["none", "zstd"] as const;

/** Samples as a profile asks for them. */
export const ASKED_SAMPLES: Shape = {
  fields: {
    count: "count",
    sizes: SIZES_ASKED,
    format: LOADER_FORMATS,
    perFile: "count",
    sources: "count",
    content: SAMPLE_CONTENTS,
    codec: CODEC,
    level: "count",
  },
};

/** Checkpoints as a profile asks for them. */
export const ASKED_CHECKPOINTS: Shape = {
  fields: { count: "count", shards: "count", shardBytes: "count" },
};

/** What all steps over training data of one target share. */
export const SAMPLES: Shape = {
  fields: {
    keyPrefix: "text",
    seed: "hex",
    runKey: "hex",
    samples: { or: ["nothing", ASKED_SAMPLES] },
    checkpoints: { or: ["nothing", ASKED_CHECKPOINTS] },
    client: "text",
  },
};

const COMMON = {
  kind: ["loader"],
  name: "text",
  op: LOADER_OPS,
  epochs: "count",
  batchSamples: "count",
  lastBatch: ["keep", "drop"],
  prefetch: "count",
  computeNs: "count",
  onTrouble: ["skip", "fail"],
} as const satisfies Readonly<Record<string, Shape>>;

/** A planned step over training data. */
export const LOADER_STEP: Shape = {
  fields: {
    ...COMMON,
    openLoop: "truth",
    io: "text",
    lanes: {
      list: { fields: { lane: "count", depth: "count", verify: "truth" } },
    },
    bytes: { or: ["nothing", "count"] },
    ops: "count",
    durationNs: "nothing",
    orderSeed: { or: ["nothing", "hex"] },
    cache: {
      or: ["nothing", {
        fields: {
          limitBytes: "count",
          ttlNs: { or: ["nothing", "count"] },
          codec: CODEC,
        },
      }],
    },
    only: { or: ["nothing", "count"] },
  },
};

/** A step over training data as a profile asks for it. */
export const ASKED_LOADER_STEP: Shape = {
  fields: {
    ...COMMON,
    workers: "count",
    order: ["sequential", "shuffled"],
    cache: {
      optional: {
        fields: {
          limitBytes: "count",
          ttlNs: { optional: "count" },
          codec: CODEC,
        },
      },
    },
  },
};
