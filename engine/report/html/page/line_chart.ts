/** How lines over time, over what was tried, and percentile curves are drawn. */
import type uPlot from "uplot";
import type { LineChart, LineSeries } from "../chart_spec.ts";
import { type AxisKind, axisText } from "./axis_text.ts";
import type { Theme } from "./theme.ts";

/** Room for half a mark at the right end of an axis. */
export const CHART_PADDING: uPlot.Padding = [8, 32, 0, 0];

/** Pixels of a chart without its legend. */
export const CHART_HEIGHT = 190;

/** Of a second with findings, in pixels: seen also in a run of hours. */
const MARK_WIDTH = 2;
const MARK_HEIGHT = 4;

const DASHES = { long: [8, 4], short: [2, 3] };

/** Options and values as the library takes them. */
export interface Drawing {
  readonly options: uPlot.Options;
  readonly values: uPlot.AlignedData;
}

/** `width` in pixels of the page. */
export function lineDrawing(
  chart: LineChart,
  theme: Theme,
  width: number,
): Drawing {
  const isCurve = chart.xAxis === "nines";
  const isTried = chart.xAxis === "count" || chart.xAxis === "size";
  return {
    values: [[...chart.x], ...chart.series.map(({ values }) => [...values])],
    options: {
      width,
      height: CHART_HEIGHT,
      padding: CHART_PADDING,
      cursor: {
        ...(chart.xAxis === "seconds" && { dataIdx: heldRow }),
        sync: { key: chart.group, setSeries: false },
        y: false,
        points: { size: 6 },
      },
      legend: { live: true },
      scales: {
        x: isCurve
          ? { time: false, distr: 3, log: 10 }
          : isTried
          ? { time: false, distr: 3, log: 2, range: aroundTried }
          : { time: false },
        y: chart.isLog ? { distr: 3, log: 10 } : { range: fromZero },
      },
      axes: [
        {
          ...axisLook(chart.xAxis, theme),
          ...(isCurve ? { splits: decades, filter: keepAll } : {}),
          ...(isTried && { splits: () => [...chart.x], filter: keepApart }),
        },
        {
          ...axisLook(chart.yAxis, theme),
          size: 62,
          ...(chart.yAxis === "size" && { incrs: [...DOUBLINGS] }),
        },
      ],
      series: [
        {
          label: chart.xName ?? (isCurve ? "share" : "time"),
          value: (_, value) => axisText(value, chart.xAxis),
        },
        ...chart.series.map((one) =>
          seriesLook(one, { theme, yAxis: chart.yAxis, isCurve, isTried })
        ),
      ],
      hooks: { drawClear: [(plot) => paintSpans(plot, chart, theme)] },
    },
  };
}

/** The row that holds at a moment, which is not always the nearest one. */
export function rowAt(
  x: ArrayLike<number>,
  nearest: number,
  seconds: number,
): number {
  let at = nearest;
  while (at > 0 && (x[at] ?? 0) > seconds) at--;
  while (at + 1 < x.length && (x[at + 1] ?? 0) <= seconds) at++;
  return at;
}

/** As the library asks for it: plot, series, nearest point, moment. */
function heldRow(
  ...[plot, , nearest, seconds]: readonly [uPlot, number, number, number]
): number {
  return rowAt(plot.data[0], nearest, seconds);
}

/** A rate of nothing is at the bottom of its chart, never beside it. */
export function fromZero(
  _: unknown,
  __: number | null,
  max: number | null,
): [number, number] {
  return [0, max === null || max <= 0 ? 1 : max * 1.05];
}

/** A mark for every further nine. */
export function decades(
  ...[, , min, max]: readonly [unknown, number, number, number]
): number[] {
  const marks: number[] = [];
  for (let at = 1; at <= max * 1.001; at *= 10) {
    if (at >= min * 0.999) marks.push(at);
  }
  return marks;
}

/** Room for a dot on both sides, also where one value alone was tried. */
export function aroundTried(
  _: unknown,
  min: number | null,
  max: number | null,
): [number, number] {
  const [low, high] = [min ?? 1, max ?? 1];
  const room = Math.max(1.05, (high / low) ** 0.03);
  return low > 0 ? [low / room, high * room] : [1, 2];
}

/** Steps between marks of sizes: whole numbers of their units. */
const DOUBLINGS = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** Pixels between the marks of values that were tried. */
const MARK_GAP = 52;

/** A mark for each value that has room for its text. */
export function keepApart(
  plot: Pick<uPlot, "valToPos">,
  marks: number[],
): (number | null)[] {
  let last = -Infinity;
  return marks.map((mark) => {
    const at = plot.valToPos(mark, "x");
    if (at - last < MARK_GAP) return null;
    last = at;
    return mark;
  });
}

function keepAll(_: unknown, marks: number[]): (number | null)[] {
  return marks;
}

/** Shared by all charts: the look of an axis. */
export function axisLook(kind: AxisKind, theme: Theme): uPlot.Axis {
  return {
    stroke: theme("faint"),
    grid: { stroke: theme("grid"), width: 1 },
    ticks: { stroke: theme("grid"), width: 1, size: 4 },
    font: "11px system-ui, sans-serif",
    size: 26,
    gap: 3,
    values: (_, marks) =>
      marks.map((mark) => mark === null ? "" : axisText(mark, kind)),
  };
}

interface SeriesPlace {
  readonly theme: Theme;
  readonly yAxis: AxisKind;
  readonly isCurve: boolean;
  readonly isTried: boolean;
}

function seriesLook(
  { name, color, dash }: LineSeries,
  { theme, yAxis, isCurve, isTried }: SeriesPlace,
): uPlot.Series {
  return {
    label: name,
    stroke: theme(color),
    width: 1.5,
    ...(dash !== undefined && { dash: DASHES[dash] }),
    // Several histograms, or several sets of values, share one axis.
    spanGaps: isCurve || isTried,
    points: isTried ? { show: true, size: 6 } : { show: false },
    value: (_, value) => axisText(value, yAxis),
  };
}

/** Below the lines: the warm-up shaded, what was found wrong in red. */
function paintSpans(plot: uPlot, chart: LineChart, theme: Theme): void {
  const { ctx, bbox } = plot;
  const right = bbox.left + bbox.width;
  const at = (x: number) =>
    Math.min(right, Math.max(bbox.left, plot.valToPos(x, "x", true)));
  ctx.save();
  ctx.fillStyle = theme("grid");
  for (const [from, to] of chart.shaded) {
    const width = Math.max(1, at(to) - at(from));
    ctx.fillRect(at(from), bbox.top, width, bbox.height);
  }
  for (const [from, to] of chart.marks) {
    const width = Math.max(MARK_WIDTH, at(to) - at(from));
    ctx.fillStyle = theme("mark");
    ctx.fillRect(at(from), bbox.top, width, bbox.height);
    ctx.fillStyle = theme("bad");
    ctx.fillRect(at(from), bbox.top, width, MARK_HEIGHT);
  }
  ctx.restore();
}
