/**
 * What steps over tables have to say to objectives: rows, bytes and commits a
 * second, how long commits take, and how much of the table was read again.
 */
import type { Objective } from "../profile/mod.ts";
import type { Recording } from "../recorder/mod.ts";
import type { TableEnded } from "../workers/mod.ts";

type Asked = Pick<Objective, "step" | "op" | "metric">;

/** In the metric's base unit; `samples` where a percentile rests on them. */
export interface TableMeasure {
  readonly value: number;
  readonly samples?: number;
}

/** Places of percentiles, from 0 to 1. */
const SHARES: Readonly<Record<string, number>> = {
  "p50": 0.5,
  "p90": 0.9,
  "p99": 0.99,
  "p99.9": 0.999,
  "p99.99": 0.9999,
  "max": 1,
};

/**
 * Of all such steps together, on every target unless one is asked for; `null`
 * where none was run, where it compared or committed nothing, and for metrics
 * that a table does not have.
 */
export function tableMeasure(
  { step, op, metric }: Asked,
  { table = [] }: Pick<Recording, "table">,
  target?: string,
): TableMeasure | null {
  const reports = table.filter((one) =>
    op === null && (target === undefined || one.target === target) &&
    (step === null || one.step === step)
  ).map(({ report }) => report);
  const sum = (of: (report: TableEnded["report"]) => number) =>
    reports.reduce((total, report) => total + of(report), 0);
  const perSecond = (amount: number) => {
    const seconds = sum(({ durationNs }) => durationNs) / 1e9;
    return seconds > 0 ? { value: amount / seconds } : null;
  };
  switch (metric) {
    case "throughput":
      return perSecond(sum(({ rowBytes }) => rowBytes));
    case "rows":
      return perSecond(sum(({ rows }) => rows));
    case "iops":
      return perSecond(sum(({ appended }) => appended));
    case "coverage": {
      const rows = sum(({ rows }) => rows);
      const seen = sum(({ readBack }) => readBack);
      return rows > 0 ? { value: Math.min(100, seen / rows * 100) } : null;
    }
    default:
      return latencyOf(metric, reports.flatMap((one) => one.latenciesNs));
  }
}

/** Of commits, from when one may try to its answer. */
function latencyOf(
  metric: Objective["metric"],
  latenciesNs: readonly number[],
): TableMeasure | null {
  const sorted = [...latenciesNs].sort((a, b) => a - b);
  const samples = sorted.length;
  if (samples === 0) return null;
  if (metric === "mean") {
    const totalNs = sorted.reduce((total, ns) => total + ns, 0);
    return { value: totalNs / samples, samples };
  }
  const share = SHARES[metric];
  if (share === undefined) return null;
  const value = sorted[Math.max(0, Math.ceil(share * samples) - 1)] ?? 0;
  return { value, samples };
}
