/** What the parts of a saved plan that are about keys must hold. */
import type { Shape } from "./shape.ts";

const NULLABLE_COUNT: Shape = { or: ["nothing", "count"] };
const SIZE_LIST: Shape = {
  list: { fields: { bytes: "count", weight: "number" } },
};

/** When a step of either kind may end early. */
export const STEADY_STATE: Shape = {
  fields: { windowNs: "count", slopePercent: "number", rangePercent: "number" },
};

/** How lanes of both kinds start their operations. */
export const ARRIVAL: Shape = {
  or: [
    { fields: { kind: ["closed"] } },
    {
      fields: {
        kind: ["constant", "poisson"],
        intervalPs: "count",
        phaseNs: "count",
      },
    },
  ],
};

const WEIGHTS: Shape = {
  fields: {
    get: { optional: "count" },
    range: { optional: "count" },
    put: { optional: "count" },
    upload: { optional: "count" },
    head: { optional: "count" },
    list: { optional: "count" },
    delete: { optional: "count" },
  },
};

const LANE: Shape = {
  fields: {
    lane: "count",
    seed: "hex",
    firstKey: "count",
    keyCount: "count",
    limitOps: "count",
    limitBytes: "count",
    limitNs: "count",
    warmupNs: "count",
    depth: "count",
    arrival: ARRIVAL,
    choose: {
      or: [
        { fields: { kind: ["sequential", "random", "there", "missing"] } },
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
    weights: WEIGHTS,
    rangeBytes: "count",
    listLimit: "count",
    partDepth: "count",
    verify: "truth",
    errorsMax: "count",
    attemptsMax: "count",
    endpoint: "count",
  },
};

/** A planned step over keys. */
export const OBJECT_STEP: Shape = {
  fields: {
    kind: ["object"],
    name: "text",
    openLoop: "truth",
    lanes: { list: LANE },
    bytes: NULLABLE_COUNT,
    ops: NULLABLE_COUNT,
    durationNs: NULLABLE_COUNT,
    steadyState: { optional: STEADY_STATE },
  },
};

const KEY_STYLE: Shape = {
  or: [
    { fields: { kind: ["flat"] } },
    { fields: { kind: ["tree"], width: "count" } },
  ],
};

const LIMITS = { minBytes: "count", maxBytes: "count" } as const;

function sizes(sigma: Readonly<Record<string, Shape>>): Shape {
  return {
    or: [
      { fields: { kind: ["fixed"], bytes: "count" } },
      { fields: { kind: ["uniform"], ...LIMITS } },
      { fields: { kind: ["list"], sizes: SIZE_LIST } },
      {
        fields: {
          kind: ["lognormal"],
          medianBytes: "count",
          ...sigma,
          ...LIMITS,
        },
      },
    ],
  };
}

/** The planned objects of one target. */
export const OBJECTS: Shape = {
  fields: {
    keyPrefix: "text",
    keys: "count",
    sizes: sizes({ sigmaMilli: "count" }),
    keyStyle: KEY_STYLE,
    partBytes: "count",
    multipartFromBytes: "count",
    unitBytes: "count",
    runKey: "hex",
    seed: "hex",
    objectTag: "count",
    compressPermille: "count",
    dedupePermille: "count",
    client: ["libcurl", "sdk"],
    clientVersion: "text",
    endpoints: "count",
    isInsecure: "truth",
  },
};

/** Sizes as a profile asks for them. */
export const SIZES_ASKED: Shape = sizes({ sigma: "number" });

/** The objects as a profile asks for them. */
export const ASKED_OBJECTS: Shape = {
  fields: {
    keys: "count",
    sizes: sizes({ sigma: "number" }),
    keyStyle: KEY_STYLE,
    multipartFromBytes: "count",
    partBytes: "count",
    compressPercent: "number",
    dedupePercent: "number",
  },
};

/** A step over keys as a profile asks for it. */
export const ASKED_OBJECT_STEP: Shape = {
  fields: {
    kind: ["object"],
    name: "text",
    op: { fields: {} },
    pattern: { fields: { kind: "text" } },
    rangeBytes: "count",
    listLimit: "count",
    partDepth: "count",
    totalBytes: { optional: "count" },
    ops: { optional: "count" },
    durationNs: { optional: "count" },
    warmupNs: "count",
    steadyState: { optional: STEADY_STATE },
    lanes: "count",
    depth: "count",
    rate: { optional: { fields: { perSecond: "number", arrival: "text" } } },
    verify: ["always", "never"],
    errorsMax: "count",
    attempts: "count",
  },
};
