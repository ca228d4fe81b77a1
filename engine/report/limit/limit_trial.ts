/**
 * One rate that was tried: what the report of its run says of the step that was
 * offered it. A report and a rate come in, a row of the search goes out.
 */
import { formatCount, type ObjectiveMetric } from "../../profile/mod.ts";
import { measuredText } from "../objective_text.ts";
import type { ObjectiveReport, Report, StepReport } from "../report.ts";
import type { RateOutcome } from "./limit_search.ts";

/** A row of the table of a search. */
export interface LimitTrial {
  readonly runId: string;
  readonly askedPerSecond: number;
  readonly reachedPerSecond: number;
  /** Of the operation that is slowest at p99, from its intended start. */
  readonly op: string;
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly p999Ns: number | null;
  /** The worst that the objective was held against, in its base unit. */
  readonly measured: number | null;
  readonly outcome: RateOutcome;
  /** Why it did not hold, as it goes on after "at 43,000/s"; "" if it held. */
  readonly because: string;
  /** This program could not offer more: the number is about its host. */
  readonly isClientLimit: boolean;
}

/** Which step was offered which rate. */
export interface TrialAsked {
  readonly target: string;
  readonly step: string;
  readonly metric: ObjectiveMetric;
  readonly askedPerSecond: number;
}

/** `null` when the step never ran. */
export function limitTrial(
  report: Report,
  asked: TrialAsked,
): LimitTrial | null {
  const { target, metric, askedPerSecond } = asked;
  const step = report.steps.find((one) =>
    one.target === target && one.step === asked.step
  );
  if (step === undefined) return null;
  const reached = step.overload?.achievedPerSecond ?? 0;
  const objectives = report.objectives.filter((one) => one.target === target);
  const [slowest] = felt(step).toSorted((a, b) => b.p99Ns - a.p99Ns);
  const measured = objectives.flatMap((one) => one.measured ?? []);
  const judged = judge(step, objectives, metric);
  return {
    runId: report.runId,
    askedPerSecond,
    reachedPerSecond: reached,
    op: slowest?.op ?? "",
    p50Ns: slowest?.p50Ns ?? null,
    p99Ns: slowest?.p99Ns ?? null,
    p999Ns: slowest?.p999Ns ?? null,
    measured: measured.length === 0 ? null : Math.max(...measured),
    ...judged,
    isClientLimit: judged.outcome === "broken" && step.client.isLimiting,
  };
}

function felt({ ops }: StepReport) {
  return ops.flatMap(({ op, response, service }) => {
    const latency = response ?? service;
    return latency === null ? [] : [{ op, ...latency }];
  });
}

type Judged = Pick<LimitTrial, "outcome" | "because">;

/** A step that was cut off says nothing; one that fell behind is at its end. */
function judge(
  step: StepReport,
  objectives: readonly ObjectiveReport[],
  metric: ObjectiveMetric,
): Judged {
  if (step.outcome !== "done") {
    return { outcome: "undecided", because: `the step ${step.outcome}` };
  }
  const missed = objectives.filter(({ outcome }) => outcome === "missed")
    .toSorted((a, b) => (b.measured ?? 0) - (a.measured ?? 0));
  const [worst] = missed;
  if (worst !== undefined) {
    return { outcome: "broken", because: missedText(worst, metric) };
  }
  const { overload } = step;
  if (overload?.isOverloaded === true) {
    const reached = formatCount(Math.round(overload.achievedPerSecond));
    return {
      outcome: "broken",
      because: `only ${reached}/s were reached, and the backlog grew`,
    };
  }
  const unknown = objectives.find(({ outcome }) => outcome === "undecided");
  return unknown === undefined
    ? { outcome: "held", because: "" }
    : { outcome: "undecided", because: lowered(unknown.sentence) };
}

/** `read p99 is 7.2 ms` */
function missedText(
  { text, measured }: ObjectiveReport,
  metric: ObjectiveMetric,
): string {
  const name = text.split(/[<>=]/)[0]?.trim().split(".").slice(1).join(".");
  const words = (name ?? metric).replace(".", " ");
  return `${words} is ${measuredText(metric, measured ?? 0)}`;
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
