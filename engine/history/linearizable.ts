/**
 * Whether the puts and gets of one key could have happened one after the other
 * between their calls and returns. O(n log n); see zones.ts for the source.
 */
import { ABSENT, type KeyHistory, NEVER } from "./history.ts";
import type { Witness } from "./witness.ts";
import { findZones, type Zones } from "./zones.ts";

/**
 * `null` if it is linearizable, else rows that prove that it is not. Fails with
 * a `RangeError` for a history with deletes: their values are not unique.
 */
export function linearizableFault(history: KeyHistory): Witness | null {
  for (let row = 0; row < history.count; row += 1) {
    if (history.kind(row) === "delete") {
      throw new RangeError("Cannot use zones on a history with deletes");
    }
  }
  const zones = findZones(history);
  return impossibleRead(history, zones) ?? clash(zones);
}

/** A get of what nobody has put, or of what was put only after it. */
export function impossibleRead(
  history: KeyHistory,
  zones: Zones,
): Witness | null {
  for (let row = 0; row < history.count; row += 1) {
    if (!history.isGet(row)) continue;
    const value = history.value(row);
    if (value === ABSENT) continue;
    const put = zones.put[value] ?? -1;
    if (put < 0) return { kind: "unwritten", rows: [row] };
    if (history.returnNs(row) < history.callNs(put)) {
      return { kind: "from the future", rows: [row, put] };
    }
  }
  return null;
}

/** Two zones that cannot both be. */
function clash(zones: Zones): Witness | null {
  const first = (value: number) => zones.firstReturnNs[value] ?? NEVER;
  const last = (value: number) => zones.lastCallNs[value] ?? -NEVER;
  const forward: number[] = [];
  const backward: number[] = [];
  for (let value = 0; value < zones.count; value += 1) {
    if (zones.isReal[value] === 0) continue;
    (first(value) < last(value) ? forward : backward).push(value);
  }
  const order = Uint32Array.from(forward);
  order.sort((a, b) => first(a) - first(b));
  // Among zones in order of their starts the one that reaches furthest.
  for (let at = 1; at < order.length; at += 1) {
    const [before, after] = [order[at - 1] ?? 0, order[at] ?? 0];
    if (first(after) < last(before)) {
      return { kind: "two at once", rows: rowsOf(zones, before, after) };
    }
  }
  for (const value of backward) {
    // The absent value has a backward zone only if nobody got it.
    if (value === ABSENT) continue;
    const around = lastBefore(order, first, last(value));
    if (around !== null && first(value) < last(around)) {
      return { kind: "between", rows: rowsOf(zones, around, value) };
    }
  }
  return null;
}

/** The value in `order` with the latest start before `timeNs`. */
function lastBefore(
  order: Uint32Array,
  first: (value: number) => number,
  timeNs: number,
): number | null {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (first(order[middle] ?? 0) < timeNs) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : order[low - 1] ?? null;
}

/** The rows that bound the zones of both values: at most four. */
function rowsOf(zones: Zones, ...values: readonly number[]): number[] {
  const rows = values.flatMap((value) => [
    zones.firstReturnRow[value] ?? -1,
    zones.lastCallRow[value] ?? -1,
  ]);
  return [...new Set(rows)].filter((row) => row >= 0);
}
