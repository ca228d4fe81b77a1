/**
 * The strongest promise about one key that its history does not break, and the
 * evidence against the next stronger one.
 */
import { ABSENT, KeyHistory, NEVER } from "./history.ts";
import { linearizableFault } from "./linearizable.ts";
import {
  SEARCH_LIMITS,
  type SearchAnswer,
  searchFault,
  type SearchLimits,
} from "./search.ts";
import { type WeakerFaults, weakerFaults } from "./weaker.ts";
import type { Witness } from "./witness.ts";

/** From the strongest to the weakest. */
export const LEVELS = [
  "linearizable",
  "regular",
  "read-your-writes",
  "monotonic",
  "eventual",
] as const;
export type Level = (typeof LEVELS)[number];

export interface KeyVerdict {
  /** The strongest level that held. */
  readonly level: Level;
  /** The search gave up: the key may be linearizable or only regular. */
  readonly isUndecided: boolean;
  /** Why no stronger level held; `null` for `linearizable` and undecided. */
  readonly witness: Witness | null;
  /** Longest time for which a replaced value was still returned. */
  readonly stalenessNs: number;
  readonly staleGets: number;
}

const LINEARIZABLE: KeyVerdict = {
  level: "linearizable",
  isUndecided: false,
  witness: null,
  stalenessNs: 0,
  staleGets: 0,
};

/** A history with a get of what nobody put has no level: see its `witness`. */
export function judgeKey(
  history: KeyHistory,
  limits: SearchLimits = SEARCH_LIMITS,
): KeyVerdict {
  const strong = twoWinners(history) ?? strongFault(history, limits);
  // What breaks a weaker promise breaks the strong one too.
  if (strong === null) return LINEARIZABLE;
  const weaker = weakerFaults(history);
  const { stalenessNs, staleGets } = weaker;
  if (strong === "unknown" && weaker.regular === null) {
    return {
      level: "regular",
      isUndecided: true,
      witness: null,
      stalenessNs,
      staleGets,
    };
  }
  return {
    ...weakerLevel(weaker, strong === "unknown" ? null : strong),
    isUndecided: false,
    stalenessNs,
    staleGets,
  };
}

function weakerLevel(
  weaker: WeakerFaults,
  strong: Witness | null,
): Pick<KeyVerdict, "level" | "witness"> {
  if (weaker.regular === null) return { level: "regular", witness: strong };
  if (weaker.readYourWrites === null) {
    return { level: "read-your-writes", witness: weaker.regular };
  }
  if (weaker.monotonic === null) {
    return { level: "monotonic", witness: weaker.readYourWrites };
  }
  return { level: "eventual", witness: weaker.monotonic };
}

function strongFault(
  history: KeyHistory,
  limits: SearchLimits,
): SearchAnswer {
  for (let row = 0; row < history.count; row += 1) {
    if (history.kind(row) === "delete") return searchFault(history, limits);
  }
  if (history.bases.size === 0) return linearizableFault(history);
  // What holds with conditions holds without them.
  const fault = linearizableFault(withConditions(history));
  if (fault === null) return null;
  const plain = linearizableFault(history);
  if (plain !== null) return plain;
  const conditional = [...history.bases.keys()];
  const rows = fault.rows.map((row) =>
    row < history.count ? row : conditional[row - history.count] ?? row
  );
  return { ...fault, rows: [...new Set(rows)], isByCondition: true };
}

/** A conditional put that succeeded has also seen what it replaced. */
function withConditions(history: KeyHistory): KeyHistory {
  const wider = history.copy();
  for (const [row, value] of history.bases) {
    wider.add({
      kind: "get",
      client: history.client(row),
      value,
      callNs: history.callNs(row),
      returnNs: history.returnNs(row),
    });
  }
  return wider;
}

/**
 * Two puts that both succeeded on one version. Nothing is said of puts on no
 * object where the key was deleted: it may have been absent several times.
 */
export function twoWinners(history: KeyHistory): Witness | null {
  let hasDelete = false;
  for (let row = 0; row < history.count; row += 1) {
    hasDelete ||= history.kind(row) === "delete";
  }
  const winners = new Map<number, number>();
  for (const [row, basis] of history.bases) {
    if (basis === ABSENT && hasDelete) continue;
    const earlier = winners.get(basis);
    if (earlier === undefined) {
      winners.set(basis, row);
    } else if (history.returnNs(row) < NEVER) {
      return { kind: "two winners", rows: [earlier, row] };
    }
  }
  return null;
}
