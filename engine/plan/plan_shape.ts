/** What a saved plan must hold, for `loadPlan()`. */
import {
  ASKED_CONSISTENCY_STEP,
  CONSISTENCY_STEP,
} from "./consistency_shape.ts";
import {
  ARRIVAL,
  ASKED_OBJECT_STEP,
  ASKED_OBJECTS,
  OBJECT_STEP,
  OBJECTS,
  STEADY_STATE,
} from "./object_shape.ts";
import {
  ASKED_CHECKPOINTS,
  ASKED_LOADER_STEP,
  ASKED_SAMPLES,
  LOADER_STEP,
  SAMPLES,
} from "./loader_shape.ts";
import { ASKED_PIPELINE_STEP, PIPELINE_STEP } from "./pipeline_shape.ts";
import { ASKED_TABLE_STEP, TABLE_STEP } from "./table_shape.ts";
import type { Shape } from "./shape.ts";

const LANE: Shape = {
  fields: {
    lane: "count",
    seed: "hex",
    regionUnit: "count",
    regionUnits: "count",
    limitOps: "count",
    limitBytes: "count",
    limitNs: "count",
    warmupNs: "count",
    io: ["io_uring", "psync", "null", "http"],
    depth: "count",
    pattern: {
      or: [
        { fields: { kind: ["sequential", "random", "shuffle"] } },
        { fields: { kind: ["zipf"], thetaMilli: "count" } },
        {
          fields: {
            kind: ["hot-band"],
            spacePermille: "count",
            accessPermille: "count",
          },
        },
      ],
    },
    arrival: ARRIVAL,
    readPermille: "count",
    verify: "truth",
    sync: {
      or: [
        { fields: { kind: ["none", "end"] } },
        { fields: { kind: ["every"], writes: "count" } },
      ],
    },
    errorsMax: "count",
    mix: { list: { fields: { bytes: "count", weight: "count" } } },
    writeBytes: { optional: "count" },
    endpoint: { optional: "count" },
  },
};

const NULLABLE_COUNT: Shape = { or: ["nothing", "count"] };

const BLOCK_STEP: Shape = {
  fields: {
    kind: ["block"],
    name: "text",
    io: ["io_uring", "psync", "null", "http"],
    dsync: "truth",
    openLoop: "truth",
    lanes: { list: LANE },
    bytes: NULLABLE_COUNT,
    durationNs: NULLABLE_COUNT,
    steadyState: { optional: STEADY_STATE },
  },
};

const CASES_STEP: Shape = {
  fields: { kind: ["cases"], name: "text", cases: { list: "text" } },
};

const SPACE: Shape = {
  fields: {
    kind: ["directory", "device", "memory", "null", "store"],
    direct: "truth",
    alignBytes: "count",
    files: { list: { fields: { name: "text", objectId: "hex" } } },
    fileBytes: "count",
    unitBytes: "count",
    objectBytes: { optional: "count" },
    client: { optional: "text" },
    runKey: "hex",
    objectTag: "count",
    writesBytes: "count",
    compressPermille: "count",
    dedupePermille: "count",
  },
};

const OBJECTIVE: Shape = {
  fields: {
    text: "text",
    step: { or: ["nothing", "text"] },
    op: {
      or: ["nothing", [
        "read",
        "write",
        "sync",
        "get",
        "range",
        "put",
        "upload",
        "head",
        "list",
        "delete",
      ]],
    },
    firstByte: { optional: "truth" },
    metric: "text",
    compare: ["<=", "<", ">=", ">", "=="],
    bound: "number",
  },
};

const ASKED_BLOCK_STEP: Shape = {
  fields: {
    kind: ["block"],
    name: "text",
    op: { fields: { read: "number", write: "number" } },
    pattern: { fields: { kind: "text" } },
    blockSizes: { list: { fields: { bytes: "count", weight: "number" } } },
    totalBytes: { optional: "count" },
    ops: { optional: "count" },
    durationNs: { optional: "count" },
    warmupNs: "count",
    steadyState: { optional: STEADY_STATE },
    lanes: "count",
    depth: "count",
    rate: { optional: { fields: { perSecond: "number", arrival: "text" } } },
    verify: ["always", "never"],
    sync: { fields: { kind: "text" } },
    io: ["auto", "io_uring", "psync"],
    compressPercent: "number",
    dedupePercent: "number",
    errorsMax: "count",
  },
};

const ASKED_CASES_STEP: Shape = {
  fields: { kind: ["cases"], name: "text", select: { list: "text" } },
};

/** Kept in step with `Plan` by the test that drops each part. */
export const PLAN_SHAPE: Shape = {
  fields: {
    version: "count",
    runId: "hex",
    seed: "text",
    profile: {
      fields: {
        name: "text",
        description: "text",
        targets: { list: "text" },
        seed: { optional: "text" },
        sizeBytes: { optional: "count" },
        files: "count",
        unitBytes: "count",
        objects: { optional: ASKED_OBJECTS },
        samples: { optional: ASKED_SAMPLES },
        checkpoints: { optional: ASKED_CHECKPOINTS },
        steps: {
          list: {
            or: [
              ASKED_CASES_STEP,
              ASKED_CONSISTENCY_STEP,
              ASKED_PIPELINE_STEP,
              ASKED_LOADER_STEP,
              ASKED_TABLE_STEP,
              ASKED_OBJECT_STEP,
              ASKED_BLOCK_STEP,
            ],
          },
        },
        objectives: { list: OBJECTIVE },
      },
    },
    targets: {
      list: {
        fields: {
          name: "text",
          url: "text",
          space: { or: ["nothing", SPACE] },
          objects: { optional: OBJECTS },
          samples: { optional: SAMPLES },
          steps: {
            list: {
              or: [
                CASES_STEP,
                CONSISTENCY_STEP,
                PIPELINE_STEP,
                LOADER_STEP,
                TABLE_STEP,
                OBJECT_STEP,
                BLOCK_STEP,
              ],
            },
          },
        },
      },
    },
    objectives: { list: OBJECTIVE },
    doubts: { list: "text" },
  },
};
