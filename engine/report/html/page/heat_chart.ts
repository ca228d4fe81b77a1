/** How a heatmap is drawn: a cell for each second and class of latency. */
import type uPlot from "uplot";
import type { HeatChart } from "../chart_spec.ts";
import { axisText } from "./axis_text.ts";
import type { Pen } from "./browser.ts";
import {
  axisLook,
  CHART_HEIGHT,
  CHART_PADDING,
  decades,
  type Drawing,
} from "./line_chart.ts";
import type { Theme } from "./theme.ts";

/** Faintest of a cell that has any operation at all. */
const ALPHA_MIN = 0.1;

/** `tell` is told in words what is under the cursor; "" when it is away. */
export interface HeatOptions {
  readonly theme: Theme;
  readonly width: number;
  tell(text: string): void;
}

/** The library draws the axes; the cells are painted between them. */
export function heatDrawing(chart: HeatChart, options: HeatOptions): Drawing {
  const { theme, width, tell } = options;
  const [low = 1, high = 10] = [chart.edgesNs[0], chart.edgesNs.at(-1)];
  const from = chart.starts[0] ?? 0;
  const to = chart.ends.at(-1) ?? 1;
  return {
    // Nothing but the ends: the cells are no series.
    values: [[from, to], [low, high]],
    options: {
      width,
      height: CHART_HEIGHT,
      padding: CHART_PADDING,
      legend: { show: false },
      cursor: {
        sync: { key: chart.group, setSeries: false },
        points: { show: false },
      },
      scales: {
        x: { time: false, range: [from, to] },
        y: { distr: 3, log: 10, range: [low, high] },
      },
      axes: [
        axisLook("seconds", theme),
        {
          ...axisLook("latency", theme),
          size: 62,
          splits: decades,
          filter: (_, marks) => marks,
        },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        drawClear: [(plot) => paintCells(plot.ctx, chart, placed(plot, theme))],
        setCursor: [(plot) => {
          const { left = -1, top = -1 } = plot.cursor;
          if (left < 0 || top < 0) return tell("");
          tell(cellText(chart, {
            seconds: plot.posToVal(left, "x"),
            ns: plot.posToVal(top, "y"),
          }));
        }],
      },
    },
  };
}

/** Where a value is on the canvas, and the color of all cells. */
export interface Placing {
  x(seconds: number): number;
  y(ns: number): number;
  /** `29, 78, 216`. */
  readonly heat: string;
}

function placed(plot: uPlot, theme: Theme): Placing {
  return {
    x: (seconds) => plot.valToPos(seconds, "x", true),
    y: (ns) => plot.valToPos(ns, "y", true),
    heat: theme("heat"),
  };
}

/** Darker is more, by the logarithm: one slow operation must be seen. */
export function paintCells(pen: Pen, chart: HeatChart, placing: Placing): void {
  const { columns, edgesNs, firstClass, countMax } = chart;
  pen.save();
  for (const [index, column] of columns.entries()) {
    const [first = 0, ...counts] = column;
    const left = placing.x(chart.starts[index] ?? 0);
    const right = placing.x(chart.ends[index] ?? 0);
    for (const [offset, count] of counts.entries()) {
      if (count === 0) continue;
      const row = first - firstClass + offset;
      const top = placing.y(edgesNs[row + 1] ?? 0);
      const bottom = placing.y(edgesNs[row] ?? 0);
      pen.fillStyle = `rgba(${placing.heat}, ${alphaOf(count, countMax)})`;
      pen.fillRect(left, top, Math.max(1, right - left), bottom - top);
    }
  }
  pen.restore();
}

/** From the faintest for one operation to 1 for the fullest cell. */
export function alphaOf(count: number, countMax: number): number {
  if (countMax <= 1) return 1;
  const share = Math.log(count) / Math.log(countMax);
  return Number((ALPHA_MIN + (1 - ALPHA_MIN) * share).toFixed(3));
}

/** What a cell holds, in words; "" beside all of them. */
export function cellText(
  { starts, ends, columns, edgesNs, firstClass }: HeatChart,
  { seconds, ns }: { readonly seconds: number; readonly ns: number },
): string {
  const index = starts.findIndex((start, at) =>
    seconds >= start && seconds <= (ends[at] ?? 0)
  );
  const row = edgesNs.findLastIndex((edge) => edge <= ns);
  const [from, to] = [edgesNs[row], edgesNs[row + 1]];
  if (index < 0 || from === undefined || to === undefined) return "";
  const [first = 0, ...counts] = columns[index] ?? [];
  const count = counts[row + firstClass - first] ?? 0;
  return `${axisText(starts[index], "seconds")} to ` +
    `${axisText(ends[index], "seconds")}: ${count.toLocaleString("en-US")} ` +
    `of ${axisText(from, "latency")} to ${axisText(to, "latency")}`;
}
