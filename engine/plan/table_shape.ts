/** What the parts of a saved plan that are about tables must hold. */
import { TABLE_CODECS } from "../profile/mod.ts";
import type { Shape } from "./shape.ts";

const COMMON = {
  kind: ["table"],
  name: "text",
  appends: "count",
  rows: "count",
  vectorBytes: "count",
  codec: TABLE_CODECS,
  writers: "count",
  readers: "count",
} as const satisfies Readonly<Record<string, Shape>>;

/** A planned step that writes a table. */
export const TABLE_STEP: Shape = {
  fields: {
    ...COMMON,
    keyPrefix: "text",
    seed: "hex",
    readsBack: "truth",
    isReadBack: { optional: "truth" },
  },
};

/** Such a step as a profile asks for it. */
export const ASKED_TABLE_STEP: Shape = {
  fields: { ...COMMON, verify: ["always", "never"] },
};
