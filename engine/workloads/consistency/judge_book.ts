/**
 * Says what a history comes to. Goes in: a book that is full; comes out: the
 * report. Nothing but the book decides, so that a saved history is judged as
 * the live one was.
 */
import type { Level } from "../../history/mod.ts";
import type {
  ConsistencyFinding,
  ConsistencyFindingName,
  ConsistencyReport,
} from "./consistency_report.ts";
import type { HistoryBook, WrongAnswer } from "./history_book.ts";
import { judgeFace, weaker } from "./judge_keys.ts";
import type { KeyLog } from "./key_log.ts";
import { witnessSteps } from "./witness_steps.ts";

/** Findings that are shown of each name; all are counted. */
const SHOWN_MAX = 5;

/** What is known of a run beside its attempts. */
export type RunFacts = Pick<
  ConsistencyReport,
  "seed" | "clients" | "durationNs" | "endpoints" | "notAsked" | "stoppedBy"
>;

/** The findings with the least evidence come first. */
export function judgeBook(
  book: HistoryBook,
  facts: RunFacts,
): ConsistencyReport {
  const { tally, wrong, space: { logs } } = book;
  const reads = judgeFace(logs, "reads");
  const lists = judgeFace(logs, "lists");
  const all = [
    ...[...wrong, ...logs.flatMap(unexplained)].map(wrongFinding),
    ...reads.findings,
    ...lists.findings,
  ];
  return {
    ...facts,
    operations: tally.counts(),
    failures: Object.fromEntries(tally.failures),
    level: weaker(reads.verdict.level, lists.verdict.level),
    reads: reads.verdict,
    lists: lists.verdict,
    ...shown(all),
    failure: tally.failure,
    openUploads: tally.openUploads,
  };
}

/** What only the end can tell: until then an answer may have been on its way. */
function unexplained(log: KeyLog): WrongAnswer[] {
  return [
    ...log.lookedAtRefused().map((look) => ({
      name: "refused write seen" as const,
      key: log.key,
      sentence: "A read returned the value of a write that was refused",
      rows: [look],
    })),
    ...log.unexplained().map((look) => ({
      name: "foreign" as const,
      key: log.key,
      sentence: `A ${look.operation} told an etag that no write was answered ` +
        "with",
      rows: [look],
    })),
  ];
}

function wrongFinding(wrong: WrongAnswer): ConsistencyFinding {
  const { name, key, sentence, rows } = wrong;
  return { name, key, held: null, sentence, witness: witnessSteps(rows) };
}

function shown(
  all: readonly ConsistencyFinding[],
): Pick<ConsistencyReport, "findings" | "findingCounts" | "heldCounts"> {
  const findingCounts: Partial<Record<ConsistencyFindingName, number>> = {};
  const heldCounts: Partial<Record<Level | "none", number>> = {};
  for (const { name, held } of all) {
    findingCounts[name] = (findingCounts[name] ?? 0) + 1;
    heldCounts[held ?? "none"] = (heldCounts[held ?? "none"] ?? 0) + 1;
  }
  const sorted = all.toSorted((a, b) => a.witness.length - b.witness.length);
  const taken = new Map<ConsistencyFindingName, number>();
  const findings = sorted.filter(({ name }) => {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count <= SHOWN_MAX;
  });
  return { findings, findingCounts, heldCounts };
}
