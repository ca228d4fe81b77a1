/** Conditions such as `read.p99 > +10%`: read, and judged on a comparison. */
import type {
  Comparison,
  ConditionOutcome,
  Difference,
  Metric,
} from "./comparison.ts";
import { METRICS } from "./measured_values.ts";

/** A change that is not wanted. */
export interface Condition {
  readonly text: string;
  /** Absent: every step. */
  readonly step?: string;
  readonly op: string;
  readonly metric: Metric;
  readonly compare: ">" | ">=" | "<" | "<=";
  /** As a share: 0.1 for `+10%`. */
  readonly limit: number;
}

const FORM =
  /^(?:(.+)\.)?([a-z]+)\.(throughput|iops|mean|p50|p90|p99\.9|p99|max)\s*([<>]=?)\s*([+-]?\d+(?:\.\d+)?)\s*%$/;

/** Throws a `RangeError` that says how one is written. */
export function parseCondition(text: string): Condition {
  const [, step, op, metric, compare, percent] = FORM.exec(text.trim()) ?? [];
  const known = METRICS.find((one) => one === metric);
  const sign = ([">=", "<=", ">", "<"] as const)
    .find((one) => one === compare);
  if (op === undefined || known === undefined || sign === undefined) {
    throw new RangeError(
      `Cannot read condition "${text}": it should be like ` +
        `"read.p99 > +10%" or "fill.write.throughput < -5%", with one of ` +
        METRICS.join(" "),
    );
  }
  return {
    text,
    ...(step !== undefined && { step }),
    op,
    metric: known,
    compare: sign,
    limit: Number(percent) / 100,
  };
}

/**
 * One outcome for each place and group that it is about. With intervals a
 * condition is missed only when the whole interval is beyond the limit, and
 * undecided when the limit is within; without them the medians must do.
 */
export function judgeCondition(
  { rows }: Pick<Comparison, "rows">,
  condition: Condition,
): ConditionOutcome[] {
  return rows.filter((row) =>
    row.op === condition.op && row.metric === condition.metric &&
    (condition.step === undefined || row.step === condition.step)
  ).flatMap((row) =>
    row.differences.map((found) => ({
      text: condition.text,
      ...judgeOne(found, condition, row.isUncertain),
    })).map(({ sentence, ...rest }) => ({
      ...rest,
      sentence: `${
        [row.target, row.step, row.op].filter((one) => one !== "")
          .join(" ")
      }: ${sentence}`,
    }))
  );
}

function judgeOne(
  { change, group, interval }: Difference,
  condition: Condition,
  isUncertain: boolean,
): Pick<ConditionOutcome, "outcome" | "sentence"> {
  if (change === null) {
    return {
      outcome: "undecided",
      sentence: `${group} cannot be told in percent of nothing`,
    };
  }
  const told = `${group} changed by ${percentText(change)}`;
  if (isUncertain) {
    return {
      outcome: "undecided",
      sentence: `${told}, which rests on too few samples`,
    };
  }
  if (interval === null) {
    return {
      outcome: isBeyond(change, condition) ? "missed" : "met",
      sentence: `${told}, on too few runs to know by how much runs differ`,
    };
  }
  const ends = interval.map((end) => isBeyond(end, condition));
  const range = `${told} (${interval.map(percentText).join(" to ")})`;
  if (ends.every((is) => is)) return { outcome: "missed", sentence: range };
  return ends.some((is) => is)
    ? {
      outcome: "undecided",
      sentence: `${range}, which reaches over the limit`,
    }
    : { outcome: "met", sentence: range };
}

function isBeyond(change: number, { compare, limit }: Condition): boolean {
  switch (compare) {
    case ">":
      return change > limit;
    case ">=":
      return change >= limit;
    case "<":
      return change < limit;
    case "<=":
      return change <= limit;
  }
}

/** `+12.3 %`. */
export function percentText(share: number): string {
  const percent = 100 * share;
  return `${percent >= 0 ? "+" : ""}${percent.toFixed(1)} %`;
}

const WORDS = { met: "passed", missed: "FAILED", undecided: "undecided" };

/** `FAILED, read.p99 > +10%: ...`, for every rendering. */
export function conditionText(
  { outcome, text, sentence }: ConditionOutcome,
): string {
  return `${WORDS[outcome]}, fail if ${text}: ${sentence}`;
}

/** 5 when one is missed, 4 when one cannot be decided, else 0. */
export function conditionsExit(
  conditions: readonly ConditionOutcome[],
): 0 | 4 | 5 {
  const has = (outcome: ConditionOutcome["outcome"]) =>
    conditions.some((one) => one.outcome === outcome);
  return has("missed") ? 5 : has("undecided") ? 4 : 0;
}
