/**
 * Rules for what a load of keys does: shares of operations, the order of the
 * keys, sizes and names of the objects.
 */
import { isTenth, mixOf, patternParts, share } from "./load_rule.ts";
import { OBJECT_OPS, type ObjectOp } from "./object_step.ts";
import type {
  ObjectPattern,
  ObjectsAsked,
  ObjectSizes,
  ObjectStep,
} from "./object_step.ts";
import { size } from "./quantity_rule.ts";
import { inside, type JsonSchema, type Place } from "./rule.ts";
import { refined, type Rule } from "./rule.ts";
import { count, decimal, word, wrong } from "./scalar_rule.ts";
import { either, isMapping, mapping, pairs, single } from "./shape_rule.ts";

const TiB = 1024 ** 4;
/** `SV_MIX_MAX` of the core. */
const SIZES_MAX = 8;
const TREE_WIDTH_DEFAULT = 16;

const shareOf = (does: string) => ({
  rule: share,
  says: `Percent of the operations that ${does}, as in 30`,
});

const opShares: Rule<ObjectStep["op"]> = refined(
  mapping({
    get: shareOf("read a whole object"),
    range: shareOf("read a part of an object"),
    put: shareOf("put an object, new or over the old one"),
    upload: shareOf("put an object up in parts"),
    head: shareOf("ask for the size of an object"),
    list: shareOf("ask for a page of keys"),
    delete: shareOf("delete an object"),
  }),
  (shares, place) => {
    const given = OBJECT_OPS.flatMap((op) => {
      const percent = shares[op];
      return percent === undefined ? [] : [[op, percent] as const];
    });
    const before = place.mistakes.count;
    for (const [op, percent] of given) {
      if (percent >= 0.1 && isTenth(percent)) continue;
      wrong(percent, inside(place, op), "at least 0.1, in steps of 0.1");
    }
    const sum = given.reduce((total, [, percent]) => total + percent, 0);
    if (Math.abs(sum - 100) > 1e-9) {
      const sentence = `Cannot use shares that add up to ${sum}: ` +
        "they must add up to 100";
      place.mistakes.note(place.path, sentence);
    }
    if (place.mistakes.count > before) return undefined;
    return Object.fromEntries(given);
  },
);

/** One operation, or shares in tenths of a percent that add up to 100. */
export const objectOp: Rule<ObjectStep["op"]> = either({
  scalar: refined(word(OBJECT_OPS), (name: ObjectOp) => ({ [name]: 100 })),
  mapping: opShares,
});

/** YCSB's skew, and the usual "90 % of the accesses to 10 % of the keys". */
const PATTERN_WORDS: Readonly<Record<string, ObjectPattern>> = {
  "sequential": { kind: "sequential" },
  "random": { kind: "random" },
  "zipf": { kind: "zipf", theta: 0.99 },
  "hot-band": { kind: "hot-band", spacePercent: 10, accessPercent: 90 },
};

/** A word, or one of `zipf` and `hotBand` with its numbers. */
export const objectPattern: Rule<ObjectPattern> = either({
  scalar: refined(
    word(Object.keys(PATTERN_WORDS)),
    (name) => PATTERN_WORDS[name],
  ),
  mapping: single(patternParts, "zipf or hotBand, one of them"),
});

const sizeOne = size(TiB, "1B to 1TiB");
const bound = (says: string) =>
  ({ rule: sizeOne, required: true, says }) as const;
const smallest = bound("The smallest object, as in 1KiB");
const largest = bound("The largest object, as in 64MiB");

const uniform: Rule<ObjectSizes> = refined(
  mapping({ min: smallest, max: largest }),
  ({ min, max }, place) => {
    if (min === undefined || max === undefined) return undefined;
    if (min > max) return notOrdered(place, `${min} to ${max} bytes`);
    return { kind: "uniform", minBytes: min, maxBytes: max };
  },
);

const lognormal: Rule<ObjectSizes> = refined(
  mapping({
    median: bound("Half of the objects are smaller, as in 256KiB"),
    sigma: {
      rule: decimal({ min: 0.001, max: 10, expected: "0.001 to 10" }),
      required: true,
      says: "Of the logarithm of the size, as in 1.5: larger is wider",
    },
    min: smallest,
    max: largest,
  }),
  ({ median, sigma, min, max }, place) => {
    if (median === undefined || sigma === undefined) return undefined;
    if (min === undefined || max === undefined) return undefined;
    if (min > median || median > max) {
      const range = `${min} to ${max} bytes with a median of ${median}`;
      return notOrdered(place, range);
    }
    return {
      kind: "lognormal",
      medianBytes: median,
      sigma,
      minBytes: min,
      maxBytes: max,
    };
  },
);

function notOrdered(place: Place, range: string): undefined {
  const sentence = `Cannot draw sizes from ${range}: the median must lie ` +
    "between min and max, and min must not be above max";
  place.mistakes.note(place.path, sentence);
  return undefined;
}

const sizeList: Rule<ObjectSizes> = refined(
  pairs({ key: sizeOne, value: share, max: SIZES_MAX }),
  (entries, place): ObjectSizes | undefined => {
    const sizes = mixOf(entries, place);
    return sizes === undefined ? undefined : { kind: "list", sizes };
  },
);

/** Told from a list by its key: no size is called that. */
const SHAPES: Readonly<Record<string, Rule<ObjectSizes>>> = {
  uniform,
  lognormal,
};

const sizeMapping: Rule<ObjectSizes> = {
  schema: {
    anyOf: [
      ...Object.entries(SHAPES).map(([name, { schema }]): JsonSchema => ({
        type: "object",
        properties: { [name]: schema },
        required: [name],
        additionalProperties: false,
      })),
      sizeList.schema,
    ],
  },
  read(value, place) {
    if (!isMapping(value)) return wrong(value, place, "a size or a mapping");
    const keys = Object.keys(value);
    const named = keys.find((key) => Object.hasOwn(SHAPES, key));
    const shape = SHAPES[named ?? ""];
    if (named === undefined || shape === undefined) {
      return sizeList.read(value, place);
    }
    if (keys.length === 1) {
      return shape.read(value[named], inside(place, named));
    }
    return wrong(value, place, `${named} alone, without other keys`);
  },
};

/** One size, up to eight with percentages, or a distribution. */
export const objectSizes: Rule<ObjectSizes> = either({
  scalar: refined(sizeOne, (bytes): ObjectSizes => ({ kind: "fixed", bytes })),
  mapping: sizeMapping,
});

/** `flat`, `tree`, or `{tree: 32}` with the folders of each level. */
export const keyStyle: Rule<ObjectsAsked["keyStyle"]> = either({
  scalar: refined(
    word(["flat", "tree"]),
    (kind): ObjectsAsked["keyStyle"] =>
      kind === "flat" ? { kind } : { kind, width: TREE_WIDTH_DEFAULT },
  ),
  mapping: refined(
    mapping({
      tree: {
        rule: count({ min: 2, max: 4096 }),
        required: true,
        says: "Folders of each of the two levels, as in 32",
      },
    }),
    ({ tree }): ObjectsAsked["keyStyle"] | undefined =>
      tree === undefined ? undefined : { kind: "tree", width: tree },
  ),
});

/** A size from which on, or `never` (0). */
export const multipartFrom: Rule<number> = {
  schema: { anyOf: [sizeOne.schema, { enum: ["never"] }] },
  read: (value, place) => value === "never" ? 0 : sizeOne.read(value, place),
};
