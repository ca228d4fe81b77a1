/** What the parts of a saved plan that are about clients must hold. */
import { LEVELS } from "../history/mod.ts";
import { CONSISTENCY_OPS } from "../profile/mod.ts";
import type { Shape } from "./shape.ts";

const WEIGHTS: Shape = {
  fields: Object.fromEntries(
    CONSISTENCY_OPS.map((op) => [op, { optional: "count" }] as const),
  ),
};

const COMMON = {
  kind: ["consistency"],
  name: "text",
  clients: "count",
  keys: "count",
  op: { optional: WEIGHTS },
  valueMinBytes: "count",
  valueMaxBytes: "count",
  partBytes: "count",
} as const satisfies Readonly<Record<string, Shape>>;

const NULLABLE_COUNT: Shape = { or: ["nothing", "count"] };

/** A planned step of clients. */
export const CONSISTENCY_STEP: Shape = {
  fields: {
    ...COMMON,
    keyPrefix: "text",
    seed: "count",
    ops: NULLABLE_COUNT,
    durationNs: NULLABLE_COUNT,
    promise: { fields: { level: LEVELS, source: "text" } },
    endpoints: "count",
  },
};

/** A step of clients as a profile asks for it. */
export const ASKED_CONSISTENCY_STEP: Shape = {
  fields: {
    ...COMMON,
    ops: { optional: "count" },
    durationNs: { optional: "count" },
    expect: { optional: LEVELS },
  },
};
