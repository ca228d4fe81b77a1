/**
 * Linearizability where values are not unique (every delete looks alike), by
 * trying orders: after J. M. Wing and C. Gong, "Testing and Verifying
 * Concurrent Objects", JPDC 17, 1993, with the memory of visited states that
 * G. Lowe, "Testing for linearizability", CCPE 29(4), 2017 adds. The problem is
 * NP-hard, so a history is cut where nothing is outstanding, and the search
 * gives up after a number of steps.
 */
import { ABSENT, type KeyHistory, NEVER } from "./history.ts";
import type { Witness } from "./witness.ts";

export interface SearchLimits {
  /** States that are looked at for the whole history. */
  readonly stepsMax: number;
  /** Operations between two moments of silence. */
  readonly segmentMax: number;
}

/** A few milliseconds each for the histories that a load makes. */
export const SEARCH_LIMITS: SearchLimits = {
  stepsMax: 200_000,
  segmentMax: 200,
};

/** A fault, `null` if none, or that it could not be decided. */
export type SearchAnswer = Witness | null | "unknown";

/** The key is absent before the first call. */
export function searchFault(
  history: KeyHistory,
  limits: SearchLimits = SEARCH_LIMITS,
): SearchAnswer {
  const budget = { steps: limits.stepsMax };
  let states: ReadonlySet<number> = new Set([ABSENT]);
  for (const segment of segments(history)) {
    if (segment.length > limits.segmentMax) return "unknown";
    const ends = endStates({ history, segment, budget }, states);
    if (ends === "unknown") return "unknown";
    if (ends.size === 0) {
      return { kind: "no order", rows: shortest({ history, segment }, states) };
    }
    states = ends;
  }
  return null;
}

/** Rows in the order of their calls, cut where nothing was outstanding. */
function segments(history: KeyHistory): number[][] {
  const rows = Array.from({ length: history.count }, (_, row) => row)
    .sort((a, b) => history.callNs(a) - history.callNs(b));
  const found: number[][] = [];
  let current: number[] = [];
  let busyUntilNs = -NEVER;
  for (const row of rows) {
    // What touches in one instant is concurrent.
    if (current.length > 0 && history.callNs(row) > busyUntilNs) {
      found.push(current);
      current = [];
    }
    current.push(row);
    busyUntilNs = Math.max(busyUntilNs, history.returnNs(row));
  }
  if (current.length > 0) found.push(current);
  return found;
}

interface Segment {
  readonly history: KeyHistory;
  readonly segment: readonly number[];
}

interface Budgeted extends Segment {
  readonly budget: { steps: number };
}

/** Values that the key may have once all of the segment has happened. */
function endStates(
  { history, segment, budget }: Budgeted,
  starts: ReadonlySet<number>,
): ReadonlySet<number> | "unknown" {
  const required = segment.reduce(
    (mask, row, at) =>
      history.returnNs(row) === NEVER ? mask : mask | (1n << BigInt(at)),
    0n,
  );
  const ends = new Set<number>();
  const seen = new Set<string>();
  const open = [...starts].map((value) => ({ done: 0n, value }));
  for (;;) {
    const state = open.pop();
    if (state === undefined) return ends;
    const key = `${state.done.toString(36)} ${state.value}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (--budget.steps < 0) return "unknown";
    if ((state.done & required) === required) ends.add(state.value);
    open.push(...nextStates({ history, segment }, state));
  }
}

interface SearchState {
  /** A bit for each operation of the segment that has happened. */
  readonly done: bigint;
  readonly value: number;
}

function nextStates(
  { history, segment }: Segment,
  { done, value }: SearchState,
): SearchState[] {
  let firstReturnNs = NEVER;
  segment.forEach((row, at) => {
    if ((done >> BigInt(at) & 1n) === 1n) return;
    firstReturnNs = Math.min(firstReturnNs, history.returnNs(row));
  });
  return segment.flatMap((row, at): SearchState[] => {
    const bit = 1n << BigInt(at);
    if ((done & bit) !== 0n || history.callNs(row) > firstReturnNs) return [];
    const basis = history.bases.get(row);
    if (basis !== undefined && basis !== value) return [];
    if (!history.isGet(row)) {
      return [{ done: done | bit, value: history.value(row) }];
    }
    return history.value(row) === value ? [{ done: done | bit, value }] : [];
  });
}

/** Leaves out rows, one by one, as long as no order explains the rest. */
function shortest(
  { history, segment }: Segment,
  states: ReadonlySet<number>,
): readonly number[] {
  let kept: readonly number[] = segment;
  for (const row of segment) {
    // Without its put a value would be seen from nowhere.
    if (!history.isGet(row)) continue;
    const fewer = kept.filter((one) => one !== row);
    const budget = { steps: SEARCH_LIMITS.stepsMax };
    const ends = endStates({ history, segment: fewer, budget }, states);
    if (ends !== "unknown" && ends.size === 0) kept = fewer;
  }
  const seen = new Set(
    kept.filter((row) => history.isGet(row))
      .map((row) => history.value(row)),
  );
  for (const row of kept.filter((one) => history.isPut(one))) {
    if (seen.has(history.value(row))) continue;
    const fewer = kept.filter((one) => one !== row);
    const budget = { steps: SEARCH_LIMITS.stepsMax };
    const ends = endStates({ history, segment: fewer, budget }, states);
    if (ends !== "unknown" && ends.size === 0) kept = fewer;
  }
  return kept;
}
