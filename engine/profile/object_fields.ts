/**
 * The keys of `objects:` and of a step that loads them, each with its rule.
 * Ranges are those of the core's lanes.
 */
import {
  keyStyle,
  multipartFrom,
  objectOp,
  objectPattern,
  objectSizes,
} from "./object_rule.ts";
import { percent, size } from "./quantity_rule.ts";
import { count } from "./scalar_rule.ts";
import type { FieldsRead } from "./shape_rule.ts";
import { BLOCK_FIELDS, loadWord, stepName } from "./step_fields.ts";

const GiB = 1024 ** 3;

/** Every key of `objects:`. */
export const OBJECTS_FIELDS = {
  keys: {
    rule: count({ min: 1, max: 2 ** 31 }),
    required: true,
    says: "Names that may exist; lanes share them out, none is in two",
  },
  sizes: {
    rule: objectSizes,
    required: true,
    says: "Size of each object: 64KiB, {4KiB: 70, 1MiB: 30}, " +
      "{uniform: {min: 1KiB, max: 1MiB}} or " +
      "{lognormal: {median: 64KiB, sigma: 1.5, min: 1KiB, max: 16MiB}}",
  },
  keyStyle: {
    rule: keyStyle,
    says: "Names in one folder (flat) or two levels of 16 (tree) or more " +
      "({tree: 32}); absent: flat",
  },
  multipartFrom: {
    rule: multipartFrom,
    says: "Puts of that size or more go up in parts, or never; absent: 64MiB",
  },
  partSize: {
    rule: size(4 * GiB, "1B to 4GiB"),
    says: "Size of every part but the last; absent: 8MiB",
  },
  compress: {
    rule: percent(0, 90),
    says: "Share of the bytes that compresses away; absent: 0%",
  },
  dedupe: {
    rule: percent(0, 100),
    says: "Share of the units that are copies; weaker detection; absent: 0%",
  },
} as const;

/** Every key of a step that loads objects. */
export const OBJECT_FIELDS = {
  name: {
    rule: stepName,
    required: true,
    says: "Name of the step, for the report and the objectives",
  },
  load: {
    rule: loadWord("object"),
    required: true,
    says: "Kind of load: object",
  },
  op: {
    rule: objectOp,
    required: true,
    says: "get, range, put, upload, head, list, delete or a mix, as in " +
      "{get: 60, put: 30, delete: 10}",
  },
  pattern: {
    rule: objectPattern,
    says: "Order of the keys; absent: sequential",
  },
  rangeSize: {
    rule: size(GiB, "1B to 1GiB"),
    says: "Bytes of a range read; absent: 64KiB",
  },
  listLimit: {
    rule: count({ min: 1, max: 1000 }),
    says: "Keys of one page of a list; absent: 1000",
  },
  partDepth: {
    rule: count({ min: 1, max: 64 }),
    says: "Parts of one upload in flight; absent: 4",
  },
  total: {
    ...BLOCK_FIELDS.total,
    says: "Bytes to move over all lanes; absent with ops and duration: one " +
      "operation for each key",
  },
  ops: BLOCK_FIELDS.ops,
  duration: BLOCK_FIELDS.duration,
  warmup: BLOCK_FIELDS.warmup,
  steadyState: BLOCK_FIELDS.steadyState,
  lanes: {
    ...BLOCK_FIELDS.lanes,
    says: "Streams side by side, each over its own keys; absent: 1",
  },
  depth: BLOCK_FIELDS.depth,
  rate: BLOCK_FIELDS.rate,
  verify: BLOCK_FIELDS.verify,
  errorsMax: {
    ...BLOCK_FIELDS.errorsMax,
    says: "The step fails after more failed operations than that; absent: 0",
  },
  attempts: {
    rule: count({ min: 1, max: 10 }),
    says: "Attempts of one operation; each further one is counted and timed; " +
      "absent: 1, nothing is tried again",
  },
} as const;

export type ObjectsFieldsRead = FieldsRead<typeof OBJECTS_FIELDS>;
export type ObjectFieldsRead = FieldsRead<typeof OBJECT_FIELDS>;
