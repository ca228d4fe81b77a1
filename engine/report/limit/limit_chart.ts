/**
 * The chart of a search for the limit: what was felt at each rate, and what
 * must hold. Goes in: the search on one target; comes out: its chart.
 */
import type { LineChart, LineSeries } from "../html/chart_spec.ts";
import type { LimitOfTarget, LimitReport } from "./limit_report.ts";
import type { LimitTrial } from "./limit_trial.ts";

/** Metrics whose values are times. */
const LATENCIES: readonly LimitReport["metric"][] = [
  "mean",
  "p50",
  "p90",
  "p99",
  "p99.9",
  "p99.99",
  "max",
  "hitP99",
];

const FELT = [
  ["p50", "p50Ns", "r0"],
  ["p99", "p99Ns", "r2"],
  ["p99.9", "p999Ns", "r3"],
] as const;

/** `null` where nothing was measured. */
export function limitChart(
  report: LimitReport,
  { brokenPerSecond, target, trials }: LimitOfTarget,
): LineChart | null {
  const { bound, metric, objective } = report;
  const worst = worstByRate(trials);
  const rates = worst.map(({ askedPerSecond }) => askedPerSecond);
  const [last = 0] = rates.slice(-1);
  const isTime = LATENCIES.includes(metric);
  const felt = isTime
    ? FELT.map(([name, field, color]): LineSeries => ({
      ...{ name, color },
      values: worst.map((trial) => onLog(trial[field])),
    }))
    : [];
  // The worst of all operations; the lines are those of the slowest at p99.
  const judged: LineSeries = {
    name: `${metric}, as judged`,
    color: "c1",
    values: worst.map(({ measured }) => isTime ? onLog(measured) : measured),
  };
  const isShown = felt.some(({ name, values }) =>
    name === metric && values.join() === judged.values.join()
  );
  const lines = [...felt, ...(isShown ? [] : [judged])]
    .filter(({ values }) => values.some((value) => value !== null));
  if (lines.length === 0) return null;
  return {
    kind: "lines",
    title: `${isTime ? "Response" : metric} by the rate that was asked for`,
    x: rates,
    xAxis: "count",
    xName: "asked/s",
    yAxis: isTime ? "latency" : "count",
    isLog: isTime,
    series: [...lines, {
      name: objective,
      color: "faint",
      dash: "long",
      values: rates.map(() => isTime ? onLog(bound) : bound),
    }],
    shaded: [],
    // To the edge of the chart, which is a little beyond the last rate.
    marks: brokenPerSecond === null ? [] : [[brokenPerSecond, last * 2]],
    group: `limit ${target}`,
  };
}

/** Each rate once: one that held and broke did not hold. */
function worstByRate(trials: readonly LimitTrial[]): LimitTrial[] {
  const byRate = Map.groupBy(trials, ({ askedPerSecond }) => askedPerSecond);
  return [...byRate.values()].map((tries) =>
    tries.reduce((worst, one) =>
      (one.measured ?? -1) > (worst.measured ?? -1) ? one : worst
    )
  ).sort((a, b) => a.askedPerSecond - b.askedPerSecond);
}

/** Nothing has no place on an axis of ratios. */
function onLog(value: number | null): number | null {
  return value === null || value <= 0 ? null : value;
}
