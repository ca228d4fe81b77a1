/** Ranges of rows: in order, without touching each other, half-open. */
import type { RowRange } from "./manifest.ts";

/** The same rows, in order; those that touch or overlap become one. */
export function mergeRanges(ranges: readonly RowRange[]): RowRange[] {
  const sorted = ranges.filter(({ end, start }) => end > start)
    .sort((a, b) => a.start - b.start);
  const merged: RowRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last === undefined || range.start > last.end) merged.push(range);
    else if (range.end > last.end) {
      merged[merged.length - 1] = { start: last.start, end: range.end };
    }
  }
  return merged;
}

/** Rows of `whole` that no range holds; `ranges` are as `mergeRanges` gives. */
export function gapsIn(
  ranges: readonly RowRange[],
  whole: RowRange,
): RowRange[] {
  const gaps: RowRange[] = [];
  let at = whole.start;
  for (const { end, start } of ranges) {
    if (end <= at) continue;
    if (start >= whole.end) break;
    if (start > at) gaps.push({ start: at, end: start });
    at = end;
  }
  if (at < whole.end) gaps.push({ start: at, end: whole.end });
  return gaps;
}

/** Rows that both have; empty when `end` is not behind `start`. */
export function commonRows(a: RowRange, b: RowRange): RowRange {
  return { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
}

/** Of all of them together. */
export function rowCountOf(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, { end, start }) => sum + end - start, 0);
}
