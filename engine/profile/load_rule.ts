/**
 * Rules for what a load does: operations, offsets, block sizes, arrivals and
 * syncs. Each accepts a word for the usual case and a mapping for the rest.
 */
import { percent, perSecond, size } from "./quantity_rule.ts";
import type { ObjectPattern } from "./object_step.ts";
import type { BlockPattern, BlockStep } from "./profile.ts";
import { inside, type Place, refined, type Rule } from "./rule.ts";
import { decimal, text, word, wrong } from "./scalar_rule.ts";
import { either, mapping, pairs, single } from "./shape_rule.ts";

const MiB = 1024 ** 2;
/** `SV_MIX_MAX` of the core. */
const MIX_MAX = 8;

/** A percentage without its sign, as in `{read: 70, write: 30}`. */
export const share: Rule<number> = decimal({
  min: 0,
  max: 100,
  expected: "a percentage from 0 to 100",
});

const opShares: Rule<BlockStep["op"]> = refined(
  mapping({
    read: {
      rule: share,
      required: true,
      says: "Percent of the operations that read, as in 70",
    },
    write: {
      rule: share,
      required: true,
      says: "Percent of the operations that write, as in 30",
    },
  }),
  ({ read, write }, place) => {
    if (read === undefined || write === undefined) return undefined;
    if (read + write === 100 && isTenth(read)) return { read, write };
    const sentence = read + write === 100
      ? `Cannot use read ${read}: the finest step is 0.1`
      : `Cannot use read ${read} and write ${write}: they must add up to 100`;
    place.mistakes.note(place.path, sentence);
    return undefined;
  },
);

/** `read`, `write`, or shares in tenths of a percent that add up to 100. */
export const op: Rule<BlockStep["op"]> = either({
  scalar: refined(
    word(["read", "write"]),
    (name) => ({
      read: name === "read" ? 100 : 0,
      write: name === "write" ? 100 : 0,
    }),
  ),
  mapping: opShares,
});

/** YCSB's skew, and the usual "90 % of the accesses to 10 % of the data". */
const PATTERN_WORDS: Readonly<Record<string, BlockPattern>> = {
  "sequential": { kind: "sequential" },
  "random": { kind: "random" },
  "shuffle": { kind: "shuffle" },
  "zipf": { kind: "zipf", theta: 0.99 },
  "hot-band": { kind: "hot-band", spacePercent: 10, accessPercent: 90 },
};

const theta: Rule<number> = refined(
  decimal({ min: 0.001, max: 9.999, expected: "a skew from 0.001 to 9.999" }),
  (value, place) => {
    if (Math.round(value * 1000) !== 1000) return value;
    return wrong(value, place, "a skew that is not 1, as in 0.99 or 1.01");
  },
);

const hotBand = mapping({
  space: {
    rule: percent(0.1, 100),
    required: true,
    says: "Share of the space that is hot, as in 10%",
  },
  access: {
    rule: percent(0, 100),
    required: true,
    says: "Share of the operations that go there, as in 90%",
  },
});

/** The patterns that have numbers. */
export const patternParts: Rule<BlockPattern & ObjectPattern> = refined(
  mapping({
    zipf: { rule: theta, says: "Skew of a Zipf distribution, as in 0.99" },
    hotBand: { rule: hotBand, says: "A part of the space is hot" },
  }),
  ({ zipf, hotBand: band }) => {
    if (zipf !== undefined) return { kind: "zipf" as const, theta: zipf };
    const { space, access } = band ?? {};
    if (space === undefined || access === undefined) return undefined;
    return {
      kind: "hot-band" as const,
      spacePercent: space,
      accessPercent: access,
    };
  },
);

/** A word, or one of `zipf` and `hotBand` with its numbers. */
export const pattern: Rule<BlockPattern> = either({
  scalar: refined(
    word(Object.keys(PATTERN_WORDS)),
    (name) => PATTERN_WORDS[name],
  ),
  mapping: single(patternParts, "zipf or hotBand, one of them"),
});

/** The core takes no more than 16 MiB in one operation. */
const blockSizeOne = size(16 * MiB, "1B to 16MiB");

/** One size, or up to eight with percentages that add up to 100. */
export const blockSize: Rule<BlockStep["blockSizes"]> = either({
  scalar: refined(blockSizeOne, (bytes) => [{ bytes, weight: 100 }]),
  mapping: refined(
    pairs({ key: blockSizeOne, value: share, max: MIX_MAX }),
    mixOf,
  ),
});

/** Sizes with their shares, or `undefined` after a mistake. */
export function mixOf(
  entries: readonly (readonly [number, number])[],
  place: Place,
): BlockStep["blockSizes"] | undefined {
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  const before = place.mistakes.count;
  if (Math.abs(sum - 100) > 1e-9) {
    const sentence = `Cannot use percentages that add up to ${sum}: ` +
      "they must add up to 100";
    place.mistakes.note(place.path, sentence);
  }
  for (const [bytes, weight] of entries) {
    if (weight >= 0.1 && isTenth(weight)) continue;
    wrong(weight, inside(place, `${bytes}B`), "at least 0.1, in steps of 0.1");
  }
  if (new Set(entries.map(([bytes]) => bytes)).size < entries.length) {
    place.mistakes.note(place.path, "Cannot use one size twice");
  }
  if (place.mistakes.count > before) return undefined;
  return entries.map(([bytes, weight]) => ({ bytes, weight }));
}

/** Whether the core, which counts in permille, can do `percentage`. */
export function isTenth(percentage: number): boolean {
  return Math.abs(percentage * 10 - Math.round(percentage * 10)) < 1e-9;
}

/** `20000/s` in even gaps, or with the kind of arrivals. */
export const rate: Rule<NonNullable<BlockStep["rate"]>> = either({
  scalar: refined(
    perSecond,
    (amount) => ({ perSecond: amount, arrival: "constant" as const }),
  ),
  mapping: refined(
    mapping({
      rate: {
        rule: perSecond,
        required: true,
        says: "Operations per second over all lanes, as in 20000/s",
      },
      arrival: {
        rule: word(["constant", "poisson"]),
        says: "Even gaps (the default), or those of independent users",
      },
    }),
    ({ rate: amount, arrival = "constant" as const }) =>
      amount === undefined ? undefined : { perSecond: amount, arrival },
  ),
});

/** `every N` counts the writes of one lane. */
export const sync: Rule<BlockStep["sync"]> = refined(
  text({
    pattern: "^(none|end|dsync|every [1-9][0-9]{0,8})$",
    expected: "none, end, dsync or every N, as in every 32",
  }),
  (written) => {
    if (written === "none" || written === "end" || written === "dsync") {
      return { kind: written };
    }
    return { kind: "every", writes: Number(written.slice("every ".length)) };
  },
);
