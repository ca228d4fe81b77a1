/**
 * What a search for the limit came to, target by target: its tries, its answer
 * in a sentence and its exit code. Plain JSON; every rendering starts here.
 */
import { formatCount, type Objective } from "../../profile/mod.ts";
import type { LimitFound } from "./limit_search.ts";
import type { LimitTrial } from "./limit_trial.ts";

/** The searches of one command. */
export interface LimitReport {
  readonly version: 1;
  readonly tool: string;
  readonly profile: string;
  /** The step that was offered the rates. */
  readonly step: string;
  /** As typed. */
  readonly objective: string;
  readonly metric: Objective["metric"];
  /** In the metric's base unit. */
  readonly bound: number;
  /** The next higher rate that was tried is at most so much above. */
  readonly precision: number;
  readonly targets: readonly LimitOfTarget[];
}

/** The search on one target. */
export interface LimitOfTarget {
  readonly target: string;
  readonly url: string;
  /** `interrupted` and `failed` end a search before its answer. */
  readonly outcome: LimitFound["kind"] | "interrupted" | "failed" | "wrong";
  /** Operations a second that held, also when tried again; else `null`. */
  readonly limitPerSecond: number | null;
  /** The lowest rate above it that did not hold; `null` if none was tried. */
  readonly brokenPerSecond: number | null;
  /** One sentence. */
  readonly answer: string;
  /** In the order in which they were tried. */
  readonly trials: readonly LimitTrial[];
}

/** A search that is over, in its own way or before. */
export interface SearchEnd {
  readonly target: string;
  readonly url: string;
  readonly found: LimitFound;
  readonly trials: readonly LimitTrial[];
  readonly cutBy?: "interrupted" | "failed" | "wrong";
}

const BLIND_TEXT = "; lower rates gave too few samples to decide: a longer " +
  "--duration gives more";

/** Judges one search. */
export function limitOfTarget(end: SearchEnd): LimitOfTarget {
  const { target, url, found, trials, cutBy } = end;
  const best = found.perSecond;
  const broken =
    trials.filter(({ outcome, askedPerSecond }) =>
      outcome === "broken" &&
      (found.kind === "never" || best === null || askedPerSecond > best)
    ).toSorted((a, b) => a.askedPerSecond - b.askedPerSecond)[0];
  const isBlind = trials.some(({ outcome, askedPerSecond }) =>
    outcome === "undecided" && askedPerSecond < (broken?.askedPerSecond ?? 0)
  );
  const isFound = cutBy === undefined &&
    (found.kind === "limit" || found.kind === "beyond");
  return {
    target,
    url,
    outcome: cutBy ?? found.kind,
    limitPerSecond: isFound ? best : null,
    brokenPerSecond: broken?.askedPerSecond ?? null,
    answer: cutBy === undefined
      ? answer(found, broken) +
        (found.kind === "never" && isBlind ? BLIND_TEXT : "")
      : cutAnswer(cutBy, held(trials), broken),
    trials,
  };
}

/** Of several targets the gravest: wrong, failed, interrupted, 5, 4, 0. */
export function limitExit(
  targets: readonly Pick<LimitOfTarget, "outcome">[],
): 0 | 1 | 3 | 4 | 5 | 130 {
  const has = (outcome: LimitOfTarget["outcome"]) =>
    targets.some((one) => one.outcome === outcome);
  if (has("wrong")) return 1;
  if (has("failed")) return 3;
  if (has("interrupted")) return 130;
  if (has("never")) return 5;
  return has("unclear") || targets.length === 0 ? 4 : 0;
}

function answer(
  { kind, perSecond }: LimitFound,
  broken: LimitTrial | undefined,
): string {
  const rate = perSecond === null ? "" : rateText(perSecond);
  switch (kind) {
    case "limit":
      return `The limit is ${rate}: at ${brokenText(broken)}`;
    case "beyond":
      return `The limit is beyond ${rate}, the highest rate that was allowed: ` +
        "--to allows a higher one";
    case "never":
      return `There is no limit to find: even at ${brokenText(broken)}`;
    case "unclear":
      return perSecond === null
        ? "The limit cannot be told: no try had samples enough to decide: a " +
          "longer --duration or a higher --from gives more"
        : `The limit is perhaps ${rate}: it held once, and could not be ` +
          "confirmed: a longer --duration may settle it";
  }
}

function cutAnswer(
  cutBy: "interrupted" | "failed" | "wrong",
  held: number | null,
  broken: LimitTrial | undefined,
): string {
  const why = {
    interrupted: "was interrupted",
    failed: "ended, as a run failed",
    wrong: "ended, as the storage is wrong",
  }[cutBy];
  const known = [
    ...(held === null ? [] : [`${rateText(held)} held`]),
    ...(broken === undefined ? [] : [`at ${brokenText(broken)}`]),
  ];
  const sofar = known.length === 0 ? "nothing is known" : known.join("; ");
  return `The search ${why}: so far ${sofar}`;
}

function held(trials: readonly LimitTrial[]): number | null {
  const rates = trials.filter(({ outcome }) => outcome === "held")
    .map(({ askedPerSecond }) => askedPerSecond);
  return rates.length === 0 ? null : Math.max(...rates);
}

function brokenText(broken: LimitTrial | undefined): string {
  if (broken === undefined) return "no rate it broke";
  const { askedPerSecond, because, isClientLimit } = broken;
  const client = isClientLimit
    ? "; this host itself could not do more, so that the storage may"
    : "";
  return `${rateText(askedPerSecond)} ${because}${client}`;
}

function rateText(perSecond: number): string {
  return `${formatCount(perSecond)}/s`;
}
