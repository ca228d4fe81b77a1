/**
 * The zones of a history without deletes: for each value the time in which it
 * must have been current (forward) or may have been (backward).
 *
 * After P. B. Gibbons and E. Korach, "Testing Shared Memories", SIAM Journal on
 * Computing 26(4), 1997: for a register whose writes are all different, a
 * history is linearizable exactly if no read is impossible, no two forward
 * zones overlap and no backward zone lies inside a forward one. Intervals are
 * closed: what touches in one instant is concurrent.
 */
import { ABSENT, type KeyHistory, NEVER } from "./history.ts";

/** Where the parts of one value's zone are in the history; -1: none. */
export interface Zones {
  /** Number of values, the absent one included. */
  readonly count: number;
  /** Row of the put of each value; -1 for the absent one, or never put. */
  readonly put: Int32Array;
  /** Earliest return among the put and its gets. */
  readonly firstReturnNs: Float64Array;
  readonly firstReturnRow: Int32Array;
  /** Latest call among the put and its gets. */
  readonly lastCallNs: Float64Array;
  readonly lastCallRow: Int32Array;
  /** Seen by somebody, or acknowledged: it did take effect. */
  readonly isReal: Uint8Array;
}

/** Zones of all values; the key is absent before the first call. */
export function findZones(history: KeyHistory): Zones {
  let most = ABSENT;
  for (let row = 0; row < history.count; row += 1) {
    most = Math.max(most, history.value(row));
  }
  const count = most + 1;
  const zones: Zones = {
    count,
    put: new Int32Array(count).fill(-1),
    firstReturnNs: new Float64Array(count).fill(NEVER),
    firstReturnRow: new Int32Array(count).fill(-1),
    lastCallNs: new Float64Array(count).fill(-NEVER),
    lastCallRow: new Int32Array(count).fill(-1),
    isReal: new Uint8Array(count),
  };
  // Being absent is as if it had been written before everything.
  zones.firstReturnNs[ABSENT] = -NEVER;
  zones.isReal[ABSENT] = 1;
  for (let row = 0; row < history.count; row += 1) widen(zones, history, row);
  return zones;
}

function widen(zones: Zones, history: KeyHistory, row: number): void {
  const value = history.value(row);
  const callNs = history.callNs(row);
  const returnNs = history.returnNs(row);
  if (history.isPut(row)) zones.put[value] = row;
  if (history.isGet(row) || returnNs !== NEVER) zones.isReal[value] = 1;
  if (returnNs < (zones.firstReturnNs[value] ?? NEVER)) {
    zones.firstReturnNs[value] = returnNs;
    zones.firstReturnRow[value] = row;
  }
  if (callNs > (zones.lastCallNs[value] ?? NEVER)) {
    zones.lastCallNs[value] = callNs;
    zones.lastCallRow[value] = row;
  }
}
