/** The keys of a step that judges consistency, each with its rule. */
import { LEVELS } from "../history/mod.ts";
import {
  CONSISTENCY_OPS,
  type ConsistencyOp,
  type ConsistencyStep,
} from "./consistency_step.ts";
import { duration, size } from "./quantity_rule.ts";
import { refined, type Rule } from "./rule.ts";
import { count, word, wrong } from "./scalar_rule.ts";
import { either, type FieldsRead, mapping } from "./shape_rule.ts";
import { BLOCK_FIELDS, loadWord, stepName } from "./step_fields.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

const weightOf = (does: string) => ({
  rule: count({ min: 1, max: 1000 }),
  says: `How often clients ${does}, beside the others, as in 20`,
});

const weights: Rule<NonNullable<ConsistencyStep["op"]>> = refined(
  mapping(
    {
      put: weightOf("put a value, new or over another"),
      putIfAbsent: weightOf("put where nothing may be"),
      putIfMatch: weightOf("put over one version only"),
      putDamaged: weightOf("put with a wrong checksum, which must be refused"),
      upload: weightOf("put a value up in parts"),
      get: weightOf("read a whole value"),
      range: weightOf("read a part of a value"),
      head: weightOf("ask for an etag"),
      delete: weightOf("delete a key"),
      list: weightOf("list keys"),
    } satisfies Record<ConsistencyOp, unknown>,
  ),
  (given, place) => {
    const all = CONSISTENCY_OPS.flatMap((op) => {
      const weight = given[op];
      return weight === undefined ? [] : [[op, weight] as const];
    });
    if (all.length > 0) return Object.fromEntries(all);
    place.mistakes.note(place.path, "Cannot do nothing: name an operation");
    return undefined;
  },
);

/** Smallest and largest value, in bytes. */
interface ValueSizes {
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** Sixteen stamps of the workload, so that a range can lie in each value. */
const LEAST_BYTES = 256;

/** A size of at least what holds a range; `most` is also in words. */
function wholeSize(mostBytes: number, most: string): Rule<number> {
  const range = `256B to ${most}`;
  return refined(size(mostBytes, range), (bytes, place) => {
    if (bytes >= LEAST_BYTES) return bytes;
    return wrong(`${bytes}B`, place, `it must be ${range}`);
  });
}

const valueOne = wholeSize(64 * MiB, "64MiB");
const valueBound = (says: string) =>
  ({ rule: valueOne, required: true, says }) as const;

const valueSize: Rule<ValueSizes> = either({
  scalar: refined(
    valueOne,
    (bytes): ValueSizes => ({ minBytes: bytes, maxBytes: bytes }),
  ),
  mapping: refined(
    mapping({
      min: valueBound("The smallest value, as in 256B"),
      max: valueBound("The largest value, as in 4KiB"),
    }),
    ({ min, max }, place): ValueSizes | undefined => {
      if (min === undefined || max === undefined) return undefined;
      if (min <= max) return { minBytes: min, maxBytes: max };
      place.mistakes.note(
        place.path,
        `Cannot draw sizes from ${min} to ${max} bytes: min must not be ` +
          "above max",
      );
      return undefined;
    },
  ),
});

/** Every key of a step that judges consistency. */
export const CONSISTENCY_FIELDS = {
  name: {
    rule: stepName,
    required: true,
    says: "Name of the step, for the report and the objectives",
  },
  load: {
    rule: loadWord("consistency"),
    required: true,
    says: "Kind of load: consistency",
  },
  clients: {
    rule: count({ min: 1, max: 256 }),
    says: "Clients, one operation after another each, spread over all " +
      "endpoints; absent: 16",
  },
  keys: {
    rule: count({ min: 1, max: 1000 }),
    says: "Keys that they fight over at a time, of each kind; absent: 4",
  },
  op: {
    rule: weights,
    says: "Weights of operations, as in {put: 20, get: 60, putIfMatch: 20}; " +
      "absent: all that the store claims",
  },
  valueSize: {
    rule: valueSize,
    says: "Size of a value, as in 1KiB or {min: 256B, max: 4KiB}; absent: " +
      "256 to 752 bytes",
  },
  partSize: {
    rule: wholeSize(GiB, "1GiB"),
    says: "Size of every part of an upload but the last; absent: 5MiB, the " +
      "least that S3 takes",
  },
  ops: {
    rule: BLOCK_FIELDS.ops.rule,
    says: "Attempts of all clients together; absent without duration: 20000",
  },
  duration: {
    rule: duration(1, "1ns to 90d"),
    says: "Time after which nothing new is begun",
  },
  expect: {
    rule: word(LEVELS),
    says: "What must hold; absent: what the target promises",
  },
} as const;

export type ConsistencyFieldsRead = FieldsRead<typeof CONSISTENCY_FIELDS>;

const OPS_DEFAULT = 20_000;
const VALUE_DEFAULT: ValueSizes = { minBytes: 256, maxBytes: 752 };

/** The step, or `null` when its name is missing. */
export function consistencyStep(
  fields: ConsistencyFieldsRead,
): ConsistencyStep | null {
  const { name, op, ops, duration: durationNs, expect } = fields;
  if (name === undefined) return null;
  const opsMax = ops ?? (durationNs === undefined ? OPS_DEFAULT : undefined);
  const { minBytes, maxBytes } = fields.valueSize ?? VALUE_DEFAULT;
  return {
    kind: "consistency",
    name,
    clients: fields.clients ?? 16,
    keys: fields.keys ?? 4,
    ...(op === undefined ? {} : { op }),
    valueMinBytes: minBytes,
    valueMaxBytes: maxBytes,
    partBytes: fields.partSize ?? 5 * MiB,
    ...(opsMax === undefined ? {} : { ops: opsMax }),
    ...(durationNs === undefined ? {} : { durationNs }),
    ...(expect === undefined ? {} : { expect }),
  };
}
