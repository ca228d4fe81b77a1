/**
 * Numbers that follow from the seed of a proof: which unit is damaged, and
 * which bit. The seed alone repeats them.
 */
import { keyedHash, u64ToHex } from "../workloads/mod.ts";

/** Draws a whole number from 0 to below `bound`. */
export type Draw = (bound: number) => number;

/** A row of numbers of its own for each list of words. */
export function drawFor(...words: readonly string[]): Draw {
  let drawn = 0;
  return (bound) =>
    Number(keyedHash("proof", ...words, drawn++) % BigInt(bound));
}

/** A run id for each list of words: 16 hex digits. */
export function runIdFor(...words: readonly string[]): string {
  return u64ToHex(keyedHash("proof run", ...words));
}
