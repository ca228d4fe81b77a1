/**
 * What clients saw, held against what the target promises. Goes in: a recorded
 * step; comes out: whether the promise was kept.
 */
import type { Level } from "../history/mod.ts";
import { LEVELS } from "../history/mod.ts";
import type { ConsistencyEnded } from "../workers/mod.ts";

/** One step of clients on one target, judged. */
export interface ConsistencyJudgement {
  readonly target: string;
  readonly step: string;
  readonly promise: ConsistencyEnded["promise"];
  /** `undecided`: too much was ambiguous to tell. `unseen`: nothing was seen. */
  readonly verdict: "kept" | "broken" | "undecided" | "unseen";
  /** Findings that the promise does not allow. */
  readonly broken: number;
  /** Findings that it allows: a stronger level did not hold. */
  readonly allowed: number;
  readonly report: ConsistencyEnded["report"];
  /** Name of the file with every attempt, where there is one. */
  readonly history?: string;
}

/** Evidence counts before doubt: what is broken stays broken. */
export function judgeConsistency(
  ended: ConsistencyEnded,
): ConsistencyJudgement {
  const { target, step, promise, report, history } = ended;
  const entries = Object.entries(report.heldCounts);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const broken = entries
    .filter(([held]) => breaks(held, promise.level))
    .reduce((sum, [, count]) => sum + count, 0);
  return {
    target,
    step,
    promise,
    verdict: verdictOf(ended, broken),
    broken,
    allowed: total - broken,
    report,
    ...(history === undefined ? {} : { history }),
  };
}

/** Whether what held (`none`: nothing that counts) is less than was promised. */
export function breaks(held: string, promised: Level): boolean {
  const rank = LEVELS.findIndex((level) => level === held);
  return rank < 0 || rank > LEVELS.indexOf(promised);
}

function verdictOf(
  { promise, report }: ConsistencyEnded,
  broken: number,
): ConsistencyJudgement["verdict"] {
  if (broken > 0) return "broken";
  if (report.level === null) return "unseen";
  const undecided = report.reads.undecidedKeys + report.lists.undecidedKeys;
  // Such keys hold all but the strongest level for sure.
  return undecided > 0 && promise.level === "linearizable"
    ? "undecided"
    : "kept";
}

/** Why it proves nothing, in one sentence; `null` when it does. */
export function openConsistency(
  { verdict, target, step, report }: ConsistencyJudgement,
): string | null {
  if (verdict === "unseen") {
    return `Nothing was seen in step "${step}" on ${target}`;
  }
  if (verdict !== "undecided") return null;
  const keys = report.reads.undecidedKeys + report.lists.undecidedKeys;
  return `Step "${step}" on ${target} leaves ${keys} ` +
    `${keys === 1 ? "key" : "keys"} undecided: too many writes without an ` +
    "answer, or too many deletes, to tell whether an order explains them";
}
