/** Rules for quantities with units, with the ranges that the core can take. */
import type { Rule } from "./rule.ts";
import { quantity } from "./scalar_rule.ts";
import {
  parseDurationNs,
  parsePercent,
  parseRate,
  parseSizeBytes,
  UNIT_PATTERNS,
} from "./units.ts";

/** 2^53 ns are 104 days. */
const MOST_NS = 90 * 86_400e9;

/** A size of at least one byte and at most `maxBytes`. */
export function size(maxBytes: number, range: string): Rule<number> {
  return quantity({
    parse: parseSizeBytes,
    pattern: UNIT_PATTERNS.size,
    min: 1,
    max: maxBytes,
    range,
  });
}

/** A duration of at least `min` ns and at most 90 days. */
export function duration(min: number, range: string): Rule<number> {
  return quantity({
    parse: parseDurationNs,
    pattern: UNIT_PATTERNS.duration,
    min,
    max: MOST_NS,
    range,
  });
}

/** A percentage such as `50%`, both bounds included. */
export function percent(min: number, max: number): Rule<number> {
  return quantity({
    parse: parsePercent,
    pattern: UNIT_PATTERNS.percent,
    min,
    max,
    range: `${min}% to ${max}%`,
  });
}

/** Below 0.1/s the gap between operations would not fit 53 bits of ps. */
export const perSecond: Rule<number> = quantity({
  parse: parseRate,
  pattern: UNIT_PATTERNS.rate,
  min: 0.1,
  max: 1e9,
  range: "0.1/s to 1000000000/s",
});
