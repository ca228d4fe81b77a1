/**
 * Charts of a step that has no lanes: what ended over time, how long it took,
 * how often it was tried, and what was held. Goes in: the rows of its course;
 * come out: charts.
 */
import type { CourseRow } from "../../workloads/mod.ts";
import type { LineChart, LineSeries } from "./chart_spec.ts";
import { held, INTERVALS_MIN, rounded } from "./step_charts.ts";

/** Words for what ended, and the group under whose cursor its charts are. */
export interface CourseLook {
  /** As in "commits a second". */
  readonly ends: string;
  readonly group: string;
  /** What must not be held at any moment; absent: nothing is held. */
  readonly limitBytes?: number;
}

/** None of a course that is too short to be one. */
export function courseCharts(
  rows: readonly CourseRow[],
  look: CourseLook,
): LineChart[] {
  if (rows.length < INTERVALS_MIN) return [];
  return [...rateCharts(rows, look), latencyChart(rows, look)]
    .concat(heldCharts(rows, look));
}

function rateCharts(
  rows: readonly CourseRow[],
  look: CourseLook,
): LineChart[] {
  const isTriedAgain = rows.some(({ retries }) => retries > 0);
  return [
    chartOf(rows, look, {
      title: "Throughput",
      yAxis: "bytes",
      series: [line(rows, "bytes", {
        color: "c0",
        of: perSecond(({ bytes }) => bytes),
      })],
    }),
    chartOf(rows, look, {
      title: `${capital(look.ends)} a second`,
      yAxis: "count",
      series: [
        line(rows, look.ends, {
          color: "c0",
          of: perSecond(({ count }) => count),
        }),
        ...(isTriedAgain
          ? [line(rows, "attempts", {
            color: "c1",
            of: perSecond(({ count, retries }) => count + retries),
          })]
          : []),
      ],
    }),
  ];
}

function latencyChart(
  rows: readonly CourseRow[],
  look: CourseLook,
): LineChart {
  return chartOf(rows, look, {
    title: `How long ${look.ends} took`,
    yAxis: "latency",
    isLog: true,
    series: [
      line(rows, "max", { color: "r4", of: ({ maxNs }) => onLog(maxNs) }),
      line(rows, "p99", { color: "r2", of: ({ p99Ns }) => onLog(p99Ns) }),
      line(rows, "p50", { color: "r0", of: ({ p50Ns }) => onLog(p50Ns) }),
    ],
  });
}

function heldCharts(
  rows: readonly CourseRow[],
  look: CourseLook,
): LineChart[] {
  const { limitBytes } = look;
  if (rows.every(({ heldBytesMax }) => heldBytesMax === undefined)) return [];
  return [chartOf(rows, look, {
    title: "Memory of the queues",
    yAxis: "size",
    series: [
      line(rows, "held at most", {
        color: "c0",
        of: ({ heldBytesMax }) => heldBytesMax ?? null,
      }),
      ...(limitBytes === undefined ? [] : [line(rows, "limit", {
        color: "bad",
        of: () => limitBytes,
      })]),
    ],
  })];
}

function chartOf(
  rows: readonly CourseRow[],
  { group }: CourseLook,
  own: Pick<LineChart, "title" | "yAxis" | "series"> & { isLog?: true },
): LineChart {
  return {
    kind: "lines",
    x: rows.flatMap(({ startNs, endNs }) =>
      [startNs, endNs].map((ns) => rounded(ns / 1e9))
    ),
    xAxis: "seconds",
    shaded: [],
    marks: [],
    group,
    isLog: false,
    ...own,
  };
}

interface LineLook {
  readonly color: string;
  of(row: CourseRow): number | null;
}

function line(
  rows: readonly CourseRow[],
  name: string,
  { color, of }: LineLook,
): LineSeries {
  const values = rows.map(of)
    .map((value) => value === null ? null : rounded(value));
  return { name, color, values: held(values) };
}

function perSecond(amount: (row: CourseRow) => number) {
  return (row: CourseRow) => amount(row) * 1e9 / (row.endNs - row.startNs);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Nothing has no place on an axis of ratios. */
function onLog(value: number | null): number | null {
  return value === null || value <= 0 ? null : value;
}
