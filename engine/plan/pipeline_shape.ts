/** What the parts of a saved plan that are about copies must hold. */
import { COPY_DIGESTS } from "../profile/mod.ts";
import { SIZES_ASKED } from "./object_shape.ts";
import type { Shape } from "./shape.ts";

const COMMON = {
  kind: ["pipeline"],
  name: "text",
  objects: "count",
  sizes: SIZES_ASKED,
  digests: { list: COPY_DIGESTS },
  memoryBytes: "count",
  parallel: "count",
  attempts: "count",
} as const satisfies Readonly<Record<string, Shape>>;

/** A planned step of copies. */
export const PIPELINE_STEP: Shape = {
  fields: {
    ...COMMON,
    keyPrefix: "text",
    seed: "hex",
    readsBack: "truth",
    next: { or: ["nothing", "text"] },
  },
};

/** A step of copies as a profile asks for it. */
export const ASKED_PIPELINE_STEP: Shape = {
  fields: { ...COMMON, verify: ["always", "never"] },
};
