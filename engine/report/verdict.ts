/**
 * What a run comes to. A worse outcome hides a better one, in this order:
 * wrong, failed, interrupted, objective missed, inconclusive, pass.
 */
import { formatBytes, formatCount } from "../profile/mod.ts";
import type { Plan } from "../plan/mod.ts";
import type { CaseEnded } from "../workers/mod.ts";
import {
  breaks,
  type ConsistencyJudgement,
  openConsistency,
} from "./consistency_judgement.ts";
import { besideFaults } from "./fault_text.ts";
import { countFindings } from "./finding_places.ts";
import type { Report, Verdict } from "./report.ts";
import { asksToVerify } from "./run_doubts.ts";
import { openTables, tablesWrong } from "./table_judgement.ts";

/** The report so far, and the plan that says what was asked for. */
export type Judged =
  & Omit<Report, "verdict">
  & { readonly plan: Plan; readonly interrupted: boolean };

/**
 * Never a pass when verification was asked for and compared nothing. With
 * faults armed its sentence says so, whatever it comes to.
 */
export function verdictOf(judged: Judged): Verdict {
  const verdict = plainVerdict(judged);
  return { ...verdict, sentence: besideFaults(verdict.sentence, judged) };
}

function plainVerdict(judged: Judged): Verdict {
  const broken = judged.cases.filter(({ verdict }) => verdict === "broken");
  const bad = judged.coverage.badUnits;
  const lost = brokenPromises(judged);
  if (
    bad > 0 || judged.findings.length > 0 || broken.length > 0 ||
    lost.length > 0 || copiesWrong(judged) + tablesWrong(judged) > 0
  ) {
    return {
      outcome: "wrong",
      exit: 1,
      sentence: wrongSentence(judged, broken),
    };
  }
  const failure = judged.failures[0];
  if (failure !== undefined) {
    return { outcome: "failed", exit: 3, sentence: failure };
  }
  if (judged.interrupted) {
    return {
      outcome: "interrupted",
      exit: 130,
      sentence: `Stopped early: ${untilThen(judged)} until then`,
    };
  }
  const missed = judged.objectives.filter(({ outcome }) =>
    outcome === "missed"
  );
  const [first] = missed;
  if (first !== undefined) {
    return {
      outcome: "objective missed",
      exit: 5,
      sentence: `${first.text} was missed on ${first.target}: ` +
        `${lower(first.sentence)}${andMore(missed.length - 1)}`,
    };
  }
  const open = openQuestion(judged);
  if (open !== null) {
    return { outcome: "inconclusive", exit: 4, sentence: open };
  }
  return { outcome: "pass", exit: 0, sentence: passSentence(judged) };
}

function wrongSentence(
  { coverage, findings, findingsOmitted, ...judged }: Judged,
  broken: readonly CaseEnded[],
): string {
  const promises = brokenPromises(judged);
  const count = Math.max(
    coverage.badUnits,
    countFindings(findings) + findingsOmitted,
  );
  const parts: string[] = [];
  if (count > 0) {
    const targets = [...new Set(findings.map(({ target }) => target))];
    const on = targets.length > 0 ? ` on ${targets.join(", ")}` : "";
    parts.push(`${counted(count, "finding")}${on}`);
  }
  if (broken.length > 0) parts.push(counted(broken.length, "broken case"));
  const wrong = copiesWrong(judged);
  if (wrong > 0) parts.push(`${counted(wrong, "finding")} in copies`);
  const tables = tablesWrong(judged);
  if (tables > 0) parts.push(`${counted(tables, "finding")} in tables`);
  for (const { target, promise, report, broken: lost } of promises) {
    const held = breaks(report.level ?? "none", promise.level)
      ? `${report.level} where ${promise.level} was promised, `
      : "";
    parts.push(
      `${held}${counted(lost, "finding")} of clients on ${target}`,
    );
  }
  return `The storage is wrong: ${parts.join(" and ")}`;
}

function copiesWrong({ pipeline = [] }: Pick<Judged, "pipeline">): number {
  return pipeline.reduce((sum, { findings }) => sum + findings.length, 0);
}

function brokenPromises(
  { consistency = [] }: Pick<Judged, "consistency">,
): readonly ConsistencyJudgement[] {
  return consistency.filter(({ verdict }) => verdict === "broken");
}

/** Why the run proves nothing, or `null`. */
function openQuestion(judged: Judged): string | null {
  const [skipped] = judged.notRun;
  if (skipped !== undefined) {
    return `Step "${skipped.step}" on ${skipped.target} was not run: ` +
      lower(skipped.reason);
  }
  const blind = judged.plan.targets.find((target) =>
    target.steps.some(asksToVerify) && comparedOn(judged, target.name) === 0
  );
  if (blind !== undefined) {
    return `Nothing was compared on ${blind.name}, though it was asked for`;
  }
  const [undecided] = judged.objectives.filter(({ outcome }) =>
    outcome === "undecided"
  );
  if (undecided !== undefined) {
    return `${undecided.text} on ${undecided.target} is undecided: ` +
      lower(undecided.sentence);
  }
  const idle = (judged.pipeline ?? []).find(({ verdict }) =>
    verdict !== "held"
  );
  if (idle !== undefined) {
    return `${idle.copied} of ${idle.copies} copies of step "${idle.step}" on ` +
      `${idle.target} were made, within ${idle.memoryPeakBytes} bytes of memory`;
  }
  const table = openTables(judged);
  if (table !== null) return table;
  const open = (judged.consistency ?? [])
    .map(openConsistency).find((one) => one !== null);
  return open ?? emptyQuestion(judged);
}

function emptyQuestion(
  { steps, cases, consistency = [], pipeline = [], table = [] }: Judged,
): string | null {
  const worked = consistency.length > 0 || pipeline.length > 0 ||
    table.length > 0 ||
    steps.some(({ ops }) => ops.some(({ count }) => count > 0));
  const held = cases.some(({ verdict }) => verdict === "held");
  // Also beside a load that passed: cases were asked for, and none was tried.
  if (cases.length > 0 && !held) {
    return "No case was held: every one was skipped or not claimed";
  }
  return worked || held ? null : "Nothing was done";
}

function passSentence(judged: Judged): string {
  const parts: string[] = [];
  if (judged.steps.length > 0) parts.push(comparedText(judged));
  const held = judged.cases.filter(({ verdict }) => verdict === "held").length;
  if (judged.cases.length > 0) {
    parts.push(
      `${formatCount(held)} of ${counted(judged.cases.length, "case")} held`,
    );
    const untried = judged.cases.length - held;
    if (untried > 0) parts.push(`${formatCount(untried)} not tried`);
  }
  for (const { target, report, promise } of judged.consistency ?? []) {
    parts.push(`${report.level} on ${target}, ${promise.level} promised`);
  }
  for (const { target, copied, readBack, step } of judged.pipeline ?? []) {
    parts.push(
      `${formatCount(copied)} copies verified in ${step} on ${target}, ` +
        `${formatCount(readBack)} read again`,
    );
  }
  for (const one of judged.table ?? []) {
    const { comparedRows, isReadBack, rows, step, target } = one;
    parts.push(
      `${formatCount(rows)} rows ${isReadBack ? "acknowledged" : "appended"} ` +
        `in ${step} on ${target}, ` +
        `${formatCount(comparedRows)} compared`,
    );
  }
  const met = judged.objectives.length;
  if (met > 0) parts.push(`${counted(met, "objective")} met`);
  const text = parts.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Clients compare nothing with what must be there: their steps say more. */
function untilThen(judged: Judged): string {
  const { steps, consistency = [] } = judged;
  const levels = consistency.map(({ target, report: { level } }) =>
    `${level ?? "nothing seen"} on ${target}`
  );
  return steps.length > 0 || levels.length === 0
    ? [comparedText(judged), ...levels].join(", ")
    : levels.join(", ");
}

function comparedText({ coverage }: Judged): string {
  return coverage.comparedBytes > 0
    ? `${formatBytes(coverage.comparedBytes)} compared, nothing wrong`
    : "nothing was compared";
}

/** In bytes and objects: it only matters whether there was anything. */
function comparedOn({ steps }: Judged, target: string): number {
  return steps.filter((step) => step.target === target)
    .reduce(
      (sum, { coverage, objects }) =>
        sum + coverage.comparedBytes + (objects?.compared ?? 0),
      0,
    );
}

function andMore(count: number): string {
  return count > 0 ? `, and ${counted(count, "more objective")}` : "";
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
