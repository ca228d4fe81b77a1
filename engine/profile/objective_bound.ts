/**
 * Reads the bounds of objectives, each into its metric's base unit. Every one
 * throws a `RangeError` that is a whole sentence for a text that is none.
 */
import { parseSizeBytes } from "./units.ts";

/** `100MB/s`, also with binary units. */
export function bytesPerSecond(text: string): number {
  if (!text.endsWith("/s")) {
    throw new RangeError(`the bound "${text}" needs /s, as in 100MB/s`);
  }
  return parseSizeBytes(text.slice(0, -2));
}

/** `2000/s`; the unit may be left out, because there is no other. */
export function opsPerSecond(text: string): number {
  return wholeCount(text.replace(/\s*\/s$/, ""));
}

/** `100000/s`: a bare count would be of rows. */
export function rowsPerSecond(text: string): number {
  if (!text.endsWith("/s")) {
    throw new RangeError(`the bound "${text}" needs /s, as in 100000/s`);
  }
  return opsPerSecond(text);
}

/** `2.3` or `2.3x`. */
export function plainRatio(text: string): number {
  const isRatio = /^\d{1,9}(\.\d{1,6})?x?$/.test(text);
  if (isRatio) return Number(text.replace(/x$/, ""));
  throw new RangeError(`the bound "${text}" must be a ratio, as in 2.3`);
}

/** `0`, `12`; at most 15 digits, which a double holds exactly. */
export function wholeCount(text: string): number {
  const isCount = /^\d{1,15}$/.test(text);
  if (isCount) return Number(text);
  throw new RangeError(`the bound "${text}" must be a whole number`);
}
