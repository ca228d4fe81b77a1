/**
 * Promises weaker than linearizability, for one key: what a get may return.
 * A write comes before another if it returned before the other was called.
 */
import { ABSENT, type KeyHistory, NEVER } from "./history.ts";
import type { Witness } from "./witness.ts";
import { findZones } from "./zones.ts";

/** The first get that breaks each promise; `null` where none does. */
export interface WeakerFaults {
  /** No get returns what an acknowledged write had replaced before it. */
  readonly regular: Witness | null;
  /** As `regular`, for a client's own writes. */
  readonly readYourWrites: Witness | null;
  /** No client sees a value and later one that it had replaced. */
  readonly monotonic: Witness | null;
  /** Longest time for which a replaced value was still returned. */
  readonly stalenessNs: number;
  readonly staleGets: number;
}

/**
 * O(n log n). A get of nothing may have seen any delete that was called before
 * it returned, so it is judged by the one that favours it.
 */
export function weakerFaults(history: KeyHistory): WeakerFaults {
  const rows = Array.from({ length: history.count }, (_, row) => row);
  const acknowledged = Uint32Array.from(
    rows.filter((row) => !history.isGet(row) && history.returnNs(row) < NEVER),
  ).sort((a, b) => history.returnNs(a) - history.returnNs(b));
  const latest = new LatestCall(history, acknowledged);
  const replaced = new FirstReplaced(history, acknowledged);
  const gets = Uint32Array.from(rows.filter((row) => history.isGet(row)))
    .sort((a, b) => history.callNs(a) - history.callNs(b));
  const sources = new Sources(history);
  let regular: Witness | null = null;
  let stalenessNs = 0;
  let staleGets = 0;
  for (const get of gets) {
    const put = sources.put(get);
    const endNs = sources.returnNs(get);
    const newer = latest.before(history.callNs(get));
    if (newer === null || !(endNs < history.callNs(newer))) continue;
    staleGets += 1;
    regular ??= { kind: "stale", rows: present(put, newer, get) };
    const sinceNs = history.callNs(get) - replaced.after(endNs);
    stalenessNs = Math.max(stalenessNs, sinceNs);
  }
  return {
    regular,
    stalenessNs,
    staleGets,
    ...perClient(history, { sources, gets }),
  };
}

interface Gets {
  readonly sources: Sources;
  /** In the order of their calls. */
  readonly gets: Uint32Array;
}

function perClient(
  history: KeyHistory,
  { sources, gets }: Gets,
): Pick<WeakerFaults, "readYourWrites" | "monotonic"> {
  const own = ownWrites(history);
  // The put, among those a client has seen, that was called last.
  const seen = new Map<number, number>();
  let readYourWrites: Witness | null = null;
  let monotonic: Witness | null = null;
  for (const get of gets) {
    const client = history.client(get);
    const put = sources.put(get);
    const endNs = sources.returnNs(get);
    const mine = own.get(client)?.before(history.callNs(get)) ?? null;
    if (mine !== null && endNs < history.callNs(mine)) {
      readYourWrites ??= { kind: "own write", rows: present(put, mine, get) };
    }
    const earlier = seen.get(client);
    if (earlier === undefined) {
      if (put >= 0) seen.set(client, put);
    } else if (endNs < history.callNs(earlier)) {
      monotonic ??= { kind: "backward", rows: present(put, earlier, get) };
    } else if (put >= 0 && history.callNs(put) > history.callNs(earlier)) {
      seen.set(client, put);
    }
  }
  return { readYourWrites, monotonic };
}

function ownWrites(history: KeyHistory): Map<number, LatestCall> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < history.count; row += 1) {
    if (history.isGet(row) || history.returnNs(row) === NEVER) continue;
    const own = rows.get(history.client(row)) ?? [];
    own.push(row);
    rows.set(history.client(row), own);
  }
  return new Map(
    [...rows].map(([client, own]) => {
      const byReturn = Uint32Array.from(own)
        .sort((a, b) => history.returnNs(a) - history.returnNs(b));
      return [client, new LatestCall(history, byReturn)];
    }),
  );
}

function present(...rows: readonly number[]): number[] {
  return rows.filter((row) => row >= 0);
}

/** The write that a get has seen. */
class Sources {
  readonly #history: KeyHistory;
  readonly #puts: Int32Array;
  /** Calls of the deletes in order, and the latest return up to each. */
  readonly #deleteCalls: Float64Array;
  readonly #deleteReturns: Float64Array;

  constructor(history: KeyHistory) {
    this.#history = history;
    this.#puts = findZones(history).put;
    const deletes: number[] = [];
    for (let row = 0; row < history.count; row += 1) {
      if (history.kind(row) === "delete") deletes.push(row);
    }
    deletes.sort((a, b) => history.callNs(a) - history.callNs(b));
    this.#deleteCalls = Float64Array.from(
      deletes,
      (row) => history.callNs(row),
    );
    let latest = -NEVER;
    this.#deleteReturns = Float64Array.from(deletes, (row) => {
      latest = Math.max(latest, history.returnNs(row));
      return latest;
    });
  }

  /** Row of the put whose value it returned; -1 for none. */
  put(get: number): number {
    const value = this.#history.value(get);
    return value === ABSENT ? -1 : this.#puts[value] ?? -1;
  }

  /** When that write was over at the latest; absence was before everything. */
  returnNs(get: number): number {
    if (this.#history.value(get) !== ABSENT) {
      const put = this.put(get);
      return put < 0 ? NEVER : this.#history.returnNs(put);
    }
    const endNs = this.#history.returnNs(get);
    const count = countBelow(
      this.#deleteCalls.length,
      (at) => (this.#deleteCalls[at] ?? NEVER) <= endNs,
    );
    return count === 0 ? -NEVER : this.#deleteReturns[count - 1] ?? -NEVER;
  }
}

/** Of the writes that returned before a time, the one called last. */
class LatestCall {
  readonly #history: KeyHistory;
  readonly #byReturn: Uint32Array;
  readonly #latest: Uint32Array;

  constructor(history: KeyHistory, byReturn: Uint32Array) {
    this.#history = history;
    this.#byReturn = byReturn;
    this.#latest = new Uint32Array(byReturn.length);
    let best = byReturn[0] ?? 0;
    byReturn.forEach((row, at) => {
      if (history.callNs(row) > history.callNs(best)) best = row;
      this.#latest[at] = best;
    });
  }

  before(timeNs: number): number | null {
    const count = countBelow(
      this.#byReturn.length,
      (at) => this.#history.returnNs(this.#byReturn[at] ?? 0) < timeNs,
    );
    return count === 0 ? null : this.#latest[count - 1] ?? null;
  }
}

/** Of the writes called after a time, the earliest return. */
class FirstReplaced {
  readonly #calls: Float64Array;
  readonly #firstReturns: Float64Array;

  constructor(history: KeyHistory, writes: Uint32Array) {
    const byCall = writes.toSorted((a, b) =>
      history.callNs(a) - history.callNs(b)
    );
    this.#calls = Float64Array.from(byCall, (row) => history.callNs(row));
    this.#firstReturns = Float64Array.from(
      byCall,
      (row) => history.returnNs(row),
    );
    for (let at = byCall.length - 2; at >= 0; at -= 1) {
      this.#firstReturns[at] = Math.min(
        this.#firstReturns[at] ?? NEVER,
        this.#firstReturns[at + 1] ?? NEVER,
      );
    }
  }

  after(timeNs: number): number {
    const count = countBelow(
      this.#calls.length,
      (at) => (this.#calls[at] ?? NEVER) <= timeNs,
    );
    return this.#firstReturns[count] ?? NEVER;
  }
}

/** How many come before the first that `isBelow` denies; it is monotonic. */
function countBelow(count: number, isBelow: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
