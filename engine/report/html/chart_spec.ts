/**
 * What a chart of a page shows, as the page's script reads it: numbers and
 * names only. How it looks is decided where it is drawn.
 */
import { type Markup, markup } from "./markup.ts";

/** A value for each x; `null` where there was nothing to measure. */
export interface LineSeries {
  readonly name: string;
  /** `c0` to `c7` are kinds, `r0` to `r4` a ramp from low to high. */
  readonly color: string;
  readonly dash?: "long" | "short";
  readonly values: readonly (number | null)[];
}

/** Lines over time, over the share of operations, or over what was varied. */
export interface LineChart {
  readonly kind: "lines";
  readonly title: string;
  /**
   * Seconds at which a row begins and ends, with its value twice, for each row;
   * 1 / (1 - share) for a percentile curve; or each value that was tried.
   */
  readonly x: readonly number[];
  /** `count` and `size` are values that were tried: each gets a dot. */
  readonly xAxis: "seconds" | "nines" | "count" | "size";
  /** Of values that were tried: what they are. */
  readonly xName?: string;
  /** `bytes` a second; `size` in bytes; `percent` of 100. */
  readonly yAxis: "bytes" | "count" | "latency" | "percent" | "size";
  readonly isLog: boolean;
  readonly series: readonly LineSeries[];
  /** Spans of x: the warm-up. */
  readonly shaded: readonly (readonly [number, number])[];
  /** Spans of x in which something was found wrong, or did not hold. */
  readonly marks: readonly (readonly [number, number])[];
  /** Charts of one group show the same moment under the cursor. */
  readonly group: string;
}

/** Operations by time and by latency. */
export interface HeatChart {
  readonly kind: "heat";
  readonly title: string;
  /** Seconds at which columns begin and end. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Of each column: its first class, then the operations of each from there. */
  readonly columns: readonly (readonly number[])[];
  readonly firstClass: number;
  /** Latency in ns at which each class starts, and where the last one ends. */
  readonly edgesNs: readonly number[];
  /** Operations of the fullest cell. */
  readonly countMax: number;
  readonly group: string;
}

/** Any chart of a page. */
export type Chart = LineChart | HeatChart;

/** Collects the charts of a page while its markup is made. */
export class ChartBook {
  readonly #charts: Chart[] = [];

  /** All so far, in the order in which the page's script finds them. */
  get charts(): readonly Chart[] {
    return this.#charts;
  }

  /** The place where the script draws the chart. */
  add(chart: Chart, note = ""): Markup {
    const number = this.#charts.length;
    this.#charts.push(chart);
    return markup`<figure class="chart ${chart.kind}"><figcaption>${chart.title}${
      note === "" ? null : markup` <span class="note">${note}</span>`
    }</figcaption><div class="plot" data-chart="${number}"></div></figure>\n`;
  }
}
