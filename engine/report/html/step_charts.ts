/**
 * The charts of one step: rates and latencies over time, operations by time
 * and latency, and the percentile curve.
 */
import type { LaneOp } from "../../../backends/mod.ts";
import { classStartNs, type IntervalOp } from "../../recorder/mod.ts";
import { LOAD_OPS } from "../../workers/mod.ts";
import type { OpReport, Percentiles, StepReport } from "../report.ts";
import type { HeatChart, LineChart, LineSeries } from "./chart_spec.ts";
import { curveAt, curveShares } from "./curve_points.ts";

/** Fewer seconds have no course over time. */
export const INTERVALS_MIN = 3;

/** Operations that move no bytes. */
const WITHOUT_BYTES: readonly LaneOp[] = ["sync", "head", "list", "delete"];

const PERCENTILES = [
  ["max", "maxNs"],
  ["p99.9", "p999Ns"],
  ["p99", "p99Ns"],
  ["p90", "p90Ns"],
  ["p50", "p50Ns"],
] as const;

/** One color per operation, the same in every chart of a page. */
export function opColor(op: LaneOp): string {
  return `c${LOAD_OPS.indexOf(op) % 8}`;
}

/** Operations that happened in some second of the step. */
export function courseOps({ intervals }: StepReport): LaneOp[] {
  return LOAD_OPS.filter((op) =>
    intervals.some(({ ops }) => (ops[op]?.count ?? 0) > 0)
  );
}

/** Bytes and operations a second; no chart where nothing moved any bytes. */
export function rateCharts(step: StepReport, group: string): LineChart[] {
  const ops = courseOps(step);
  const moving = ops.filter((op) => !WITHOUT_BYTES.includes(op));
  const of = (names: readonly LaneOp[], amount: "bytes" | "count") =>
    names.map((op): LineSeries => ({
      name: op,
      color: opColor(op),
      values: held(step.intervals.map(({ ops, startNs, endNs }) => {
        const row = ops[op];
        if (endNs <= startNs) return null;
        return row === undefined
          ? 0
          : rounded(row[amount] * 1e9 / (endNs - startNs));
      })),
    }));
  const line = overTime(step, group);
  return [
    ...(moving.length === 0 ? [] : [{
      ...line,
      title: "Throughput",
      yAxis: "bytes" as const, // not any text
      series: of(moving, "bytes"),
    }]),
    { ...line, title: "Operations", yAxis: "count", series: of(ops, "count") },
  ];
}

/** Latencies of one operation, second by second, as its rows have them. */
export function latencyChart(
  step: StepReport,
  op: LaneOp,
  group: string,
): LineChart {
  const rows = step.intervals.map(({ ops }) => ops[op]);
  const of = (name: keyof IntervalOp) =>
    held(rows.map((row) => {
      const value = row?.[name];
      return typeof value === "number" ? rounded(value) : null;
    }));
  return {
    ...overTime(step, group),
    title: `Latency of ${op}`,
    yAxis: "latency",
    isLog: true,
    series: PERCENTILES
      .map(([name, field], index): LineSeries => ({
        name,
        color: `r${4 - index}`,
        values: of(field),
      }))
      .filter(({ values }) => values.some((value) => value !== null)),
  };
}

function overTime(
  { intervals, startNs }: StepReport,
  group: string,
): LineChart {
  const seconds = (ns: number) => rounded((ns - startNs) / 1e9);
  const span = (one: StepReport["intervals"][number]) =>
    [seconds(one.startNs), seconds(one.endNs)] as const;
  return {
    kind: "lines",
    title: "",
    x: intervals.flatMap(span),
    xAxis: "seconds",
    yAxis: "count",
    isLog: false,
    series: [],
    shaded: intervals.filter(({ isWarmup }) => isWarmup)
      .map(span),
    marks: intervals.filter(({ findings }) => findings > 0).map(span),
    group,
  };
}

/** A row tells of a second, not of a moment: no slope between two of them. */
export function held<T>(values: readonly T[]): T[] {
  return values.flatMap((value) => [value, value]);
}

/** `null` where no row has its latencies in classes. */
export function heatChart(
  step: StepReport,
  op: LaneOp,
  group: string,
): HeatChart | null {
  const rows = step.intervals.map((interval) => ({
    startS: rounded((interval.startNs - step.startNs) / 1e9),
    endS: rounded((interval.endNs - step.startNs) / 1e9),
    classes: interval.ops[op]?.classes ?? [],
  }));
  const filled = rows.filter(({ classes }) => classes.length > 1);
  if (filled.length === 0) return null;
  const firsts = filled.map(({ classes }) => classes[0] ?? 0);
  const firstClass = Math.min(...firsts);
  const end = Math.max(
    ...filled.map(({ classes }) => (classes[0] ?? 0) + classes.length - 1),
  );
  return {
    kind: "heat",
    title: `Every ${op} by its latency`,
    starts: rows.map(({ startS }) => startS),
    ends: rows.map(({ endS }) => endS),
    columns: rows.map(({ classes }) => classes),
    firstClass,
    edgesNs: Array.from(
      { length: end - firstClass + 1 },
      (_, index) => classStartNs(firstClass + index),
    ),
    countMax: filled.reduce(
      (max, { classes }) => Math.max(max, ...classes.slice(1)),
      0,
    ),
    group,
  };
}

/** Service, response and first byte of every operation in one picture. */
export function curveChart(ops: readonly OpReport[]): LineChart | null {
  const curves = ops.flatMap(({ op, service, response, firstByte }) => {
    const color = opColor(op);
    return [
      ...curve(service, {
        name: response === null ? op : `${op} service`,
        color,
      }),
      ...curve(response, { name: `${op} response`, color, dash: "long" }),
      ...curve(firstByte ?? null, {
        name: `${op} first byte`,
        color,
        dash: "short",
      }),
    ];
  });
  if (curves.length === 0) return null;
  return curvesChart("Latency by share of operations", curves);
}

/** A histogram with its name and look. */
export interface NamedCurve extends Omit<LineSeries, "values"> {
  readonly found: Percentiles;
}

/** Curves of any histograms over one axis. */
export function curvesChart(
  title: string,
  curves: readonly NamedCurve[],
): LineChart {
  const shares = [
    ...new Set(curves.flatMap(({ found }) => curveShares(found.count))),
  ].sort((a, b) => a - b);
  return {
    kind: "lines",
    title,
    x: shares.map(rounded),
    xAxis: "nines",
    yAxis: "latency",
    isLog: true,
    series: curves.map(({ found, ...look }) => ({
      ...look,
      values: curveAt(found, shares),
    })),
    shaded: [],
    marks: [],
    group: "curves",
  };
}

function curve(
  found: Percentiles | null,
  look: Omit<LineSeries, "values">,
): NamedCurve[] {
  return found === null ? [] : [{ ...look, found }];
}

/** Six digits are more than a picture shows. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
