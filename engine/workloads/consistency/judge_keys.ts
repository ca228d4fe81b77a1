/**
 * Judges the logs of all keys, once by bodies and heads and once by lists: the
 * weakest level that held, and findings with the shortest evidence.
 */
import {
  ABSENT,
  judgeKey,
  type KeyVerdict,
  type Level,
  LEVELS,
  NEVER,
  type Witness,
  WITNESS_TEXT,
} from "../../history/mod.ts";
import type {
  ConsistencyFinding,
  ConsistencyFindingName,
  FaceVerdict,
} from "./consistency_report.ts";
import type { Judged, KeyLog, Row } from "./key_log.ts";
import { shortestFault } from "./shortest_fault.ts";
import { witnessSteps } from "./witness_steps.ts";

/** Keys whose evidence is made short; the others are counted. */
const SHORTENED_MAX = 40;

/** What a face of all keys held, and what broke it. */
export interface FaceJudgement {
  readonly verdict: FaceVerdict;
  /** One for each key at most. */
  readonly findings: readonly ConsistencyFinding[];
}

/** Judges one face of every key. */
export function judgeFace(
  logs: readonly KeyLog[],
  face: "reads" | "lists",
): FaceJudgement {
  const findings: ConsistencyFinding[] = [];
  let [looks, ambiguous, keys, undecidedKeys, violatedKeys] = [0, 0, 0, 0, 0];
  let [stalenessNs, staleLooks] = [0, 0];
  let level: Level | null = null;
  for (const log of logs) {
    const judged = log.judged(face);
    ambiguous += judged.ambiguous;
    looks += judged.looks;
    if (judged.history.count === 0) continue;
    const verdict = judgeKey(judged.history);
    // Without a look a history of writes holds whatever one asks of it.
    if (judged.looks > 0) keys += 1;
    if (judged.looks > 0 || verdict.witness !== null) {
      level = weaker(level, verdict.level);
    }
    stalenessNs = Math.max(stalenessNs, verdict.stalenessNs);
    staleLooks += verdict.staleGets;
    if (verdict.isUndecided) undecidedKeys += 1;
    if (verdict.witness === null) continue;
    violatedKeys += 1;
    const isShort = violatedKeys <= SHORTENED_MAX;
    const { level: held } = verdict;
    findings.push(
      findingOf({ log, face, judged, isShort, level: held }, verdict.witness),
    );
  }
  return {
    findings,
    verdict: {
      level,
      stalenessNs,
      staleLooks,
      looks,
      ambiguous,
      keys,
      undecidedKeys,
      violatedKeys,
    },
  };
}

/** The weaker of two levels; `null` is what nobody has looked at. */
export function weaker(
  one: Level | null,
  other: KeyVerdict["level"] | null,
): Level | null {
  if (one === null || other === null) return one ?? other;
  return LEVELS.indexOf(one) < LEVELS.indexOf(other) ? other : one;
}

interface Broken {
  readonly log: KeyLog;
  readonly face: "reads" | "lists";
  readonly judged: Judged;
  readonly isShort: boolean;
  /** What the key held all the same. */
  readonly level: Level;
}

/** No level allows them: a condition that was claimed did not hold. */
const IMPOSSIBLE: readonly ConsistencyFindingName[] = [
  "impossible read",
  "two winners",
  "lost update",
];

function findingOf(
  { log, face, judged, isShort, level }: Broken,
  witness: Witness,
): ConsistencyFinding {
  const { rows: numbers, isByCondition = false } =
    witness.kind === "no order" && isShort
      ? shortestFault(judged.history)
      : witness;
  const all = judged.rows;
  const rows = numbers.flatMap((number) => all[number] ?? []);
  const name = nameOf({ face, kind: witness.kind, isByCondition }, rows);
  return {
    name,
    key: log.key,
    held: IMPOSSIBLE.includes(name) ? null : level,
    sentence: SENTENCES[name] ?? WITNESS_TEXT[witness.kind],
    witness: witnessSteps(rows),
  };
}

/** Where it says more than what kind of evidence it is. */
const SENTENCES: Partial<Readonly<Record<ConsistencyFindingName, string>>> = {
  "lost write": "A read saw no object where an acknowledged write had put one",
  "resurrected delete":
    "A read returned what an acknowledged delete had removed",
  "list is stale": "A list showed what an acknowledged write had replaced",
  "list misses key": "A list lacked a key that an acknowledged write had put",
  "list shows deleted key":
    "A list showed a key that an acknowledged delete had removed",
};

/** Named after what the last look, or the last condition, got wrong. */
function nameOf(
  { face, kind, isByCondition }: {
    readonly face: "reads" | "lists";
    readonly kind: Witness["kind"];
    readonly isByCondition: boolean;
  },
  rows: readonly Row[],
): ConsistencyFindingName {
  if (kind === "two winners") return "two winners";
  const looks = rows.filter((row) => row.kind === "get")
    .toSorted((a, b) => a.callNs - b.callNs);
  const last = looks.at(-1);
  const hasDelete = rows.some((row) =>
    row.kind === "delete" && row.returnNs < NEVER
  );
  if (face === "lists" && last !== undefined) {
    if (last.value === ABSENT) return "list misses key";
    return hasDelete ? "list shows deleted key" : "list is stale";
  }
  if (kind === "unwritten" || kind === "from the future") {
    return "impossible read";
  }
  if (isByCondition || last === undefined) return "lost update";
  if (last.value === ABSENT) return "lost write";
  return hasDelete ? "resurrected delete" : "stale read";
}
