/**
 * Holds groups of runs against the first of them, figure by figure.
 *
 * Design: a run is one sample, whatever it measured inside: seconds of one run
 * share its luck. A verdict needs both an interval without 0 and ranks that
 * chance seldom makes; with fewer than four runs of each there is none.
 */
import type {
  Comparison,
  ComparisonRow,
  Difference,
  Metric,
  Outcome,
  RunGroup,
  Spread,
} from "./comparison.ts";
import { type Measured, measuredValues } from "./measured_values.ts";
import { seededDraw } from "./seeded_draw.ts";
import {
  changeInterval,
  changeOf,
  cliffsDelta,
  median,
  rankTest,
} from "./statistics.ts";
import { RUNS_MIN, warningsOf } from "./warnings.ts";

/** Likelier by chance than that is no difference. */
const CHANCE_MAX = 0.05;

/** How a comparison is made. */
export interface CompareOptions {
  readonly tool: string;
  /** Of the bootstrap: the same seed gives the same intervals. */
  readonly seed: string;
  readonly resamples: number;
}

/** Throws a `RangeError` for no groups, and for one without any run. */
export function compareReports(
  groups: readonly RunGroup[],
  options: CompareOptions,
): Comparison {
  const [base, ...others] = groups;
  if (
    base === undefined || groups.some(({ reports }) => reports.length === 0)
  ) {
    throw new RangeError("Cannot compare groups without any run");
  }
  const hasTarget = sharesTargets(groups);
  const values = groups.map((group) => measuredValues(group, hasTarget));
  const [first = new Map<string, Measured>(), ...rest] = values;
  const rows = [...first].map(([key, measured]): ComparisonRow => {
    const { values: _, ...place } = measured;
    const found = rest.map((one) => one.get(key));
    return {
      ...place,
      isUncertain: [measured, ...found].some((one) => one?.isUncertain),
      base: spreadOf(measured.values),
      differences: found.flatMap((one, index) => {
        const name = others[index]?.name;
        if (one === undefined || name === undefined) return [];
        // Its own chance for each figure: a new one moves no other interval.
        const draw = seededDraw(`${options.seed} ${name} ${key}`);
        return [difference(name, [measured, one], { ...options, draw })];
      }),
    };
  });
  return {
    version: 1,
    ...options,
    groups: groups.map(({ name, reports, target }) => ({
      name,
      ...(target !== undefined && { target }),
      runs: reports.map(({ runId, verdict }) => ({
        runId,
        outcome: verdict.outcome,
      })),
    })),
    warnings: [...warningsOf(groups), ...unmatched(groups, values)],
    rows,
    conditions: [],
  };
}

/** Groups of one target each are compared whatever it is called. */
function sharesTargets(groups: readonly RunGroup[]): boolean {
  const each = groups.map(({ reports, target }) =>
    target === undefined
      ? new Set(reports.flatMap((one) => one.targets.map(({ name }) => name)))
      : new Set([target])
  );
  return each.some(({ size }) => size > 1);
}

function unmatched(
  groups: readonly RunGroup[],
  values: readonly Map<string, Measured>[],
): string[] {
  const all = new Set(values.flatMap((one) => [...one.keys()]));
  return groups.flatMap(({ name }, index) => {
    const lacking = [...all].filter((key) => values[index]?.has(key) !== true);
    const places = new Set(lacking.map((key) => {
      const { target, step, op } = JSON.parse(key);
      return [target, step, op].filter((one) => one !== "").join(" ");
    }));
    return places.size === 0 ? [] : [
      `Not in ${name}, and not compared with it: ${[...places].join(", ")}`,
    ];
  });
}

function spreadOf(values: readonly number[]): Spread {
  return {
    values,
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

interface DifferenceOptions extends CompareOptions {
  draw(): number;
}

function difference(
  group: string,
  [base, other]: readonly [Measured, Measured],
  options: DifferenceOptions,
): Difference {
  const isEnough = base.values.length >= RUNS_MIN &&
    other.values.length >= RUNS_MIN;
  const interval = isEnough
    ? changeInterval(base.values, other.values, options)
    : null;
  const chance = isEnough ? rankTest(base.values, other.values) : null;
  return {
    group,
    spread: spreadOf(other.values),
    change: changeOf(base.values, other.values),
    interval,
    chance,
    effect: cliffsDelta(base.values, other.values),
    outcome: base.isUncertain || other.isUncertain
      ? "too few samples"
      : outcomeOf(interval, chance, base.metric),
  };
}

function outcomeOf(
  interval: Difference["interval"],
  chance: number | null,
  metric: Metric,
): Outcome {
  if (interval === null || chance === null) return "too few runs";
  const [low, high] = interval;
  if (chance > CHANCE_MAX || low <= 0 && high >= 0) {
    return "no difference shown";
  }
  const isMore = low > 0;
  const isBetter = isHigherBetter(metric) ? isMore : !isMore;
  return isBetter ? "faster" : "slower";
}

/** Of rates more is better, of latencies less. */
export function isHigherBetter(metric: Metric): boolean {
  return metric === "throughput" || metric === "iops";
}
