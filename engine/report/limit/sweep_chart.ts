/**
 * The charts of a sweep: throughput or operations over one of the keys that
 * were varied, a line for each combination of the others, and p99 beside it.
 */
import type { LineChart, LineSeries } from "../html/chart_spec.ts";
import {
  severalTargets,
  type SweepReport,
  type SweepRow,
  type SweptFigures,
  type SweptName,
  sweptText,
  sweptValue,
} from "./sweep_report.ts";

/** Colors of lines; the ninth has the first one's, with dashes. */
const COLORS = 8;
const DASHES = [undefined, "long", "short"] as const;

/** None where nothing was measured. */
export function sweepCharts(report: SweepReport): LineChart[] {
  const axis = axisOf(report);
  const rows = report.rows.filter((row) =>
    row.outcome === "done" && row.measured !== null &&
    (sweptValue(row, axis) ?? 0) > 0
  );
  if (rows.length === 0) return [];
  const isBytes = report.varied.includes("blockSize");
  const chart = (
    of: (figures: SweptFigures) => number | null,
    look: Pick<LineChart, "title" | "yAxis" | "isLog">,
  ): LineChart => {
    const x = [...new Set(rows.flatMap((row) => sweptValue(row, axis) ?? []))]
      .sort((a, b) => a - b);
    return {
      kind: "lines",
      ...look,
      x,
      xAxis: axis === "blockSize" ? "size" : "count",
      xName: axis,
      series: linesOf(report, { rows, axis, x, of }),
      shaded: [],
      marks: [],
      group: "sweep",
    };
  };
  return [
    isBytes
      ? chart(({ bytesPerSecond }) => bytesPerSecond, {
        title: `Throughput by ${axis}`,
        yAxis: "bytes",
        isLog: false,
      })
      : chart(({ opsPerSecond }) => opsPerSecond, {
        title: `Operations a second by ${axis}`,
        yAxis: "count",
        isLog: false,
      }),
    chart(({ p99Ns }) => p99Ns, {
      title: `p99 of the slowest operation by ${axis}`,
      yAxis: "latency",
      isLog: true,
    }),
  ];
}

/** The key with the most values; of several the first. */
function axisOf({ rows, varied }: SweepReport): SweptName {
  const values = (name: SweptName) =>
    new Set(rows.map((row) => sweptValue(row, name))).size;
  const [first = "depth", ...others] = varied;
  return others.reduce(
    (most, name) => values(name) > values(most) ? name : most,
    first,
  );
}

interface Lines {
  readonly rows: readonly SweepRow[];
  readonly axis: SweptName;
  readonly x: readonly number[];
  of(figures: SweptFigures): number | null;
}

function linesOf(
  report: SweepReport,
  { rows, axis, x, of }: Lines,
): LineSeries[] {
  const others = report.varied.filter((name) => name !== axis);
  const isSeveral = severalTargets(report);
  const nameOf = (row: SweepRow) =>
    [
      ...others.map((name) => `${name} ${sweptText(row, name)}`),
      ...(isSeveral ? [row.target] : []),
    ].join(", ");
  const lines = Map.groupBy(rows, nameOf);
  return [...lines].map(([name, own], index): LineSeries => {
    const dash = DASHES[Math.floor(index / COLORS) % DASHES.length];
    return {
      name: name === "" ? report.step : name,
      color: `c${index % COLORS}`,
      ...(dash !== undefined && { dash }),
      values: x.map((value) => {
        const row = own.find((one) => sweptValue(one, axis) === value);
        return row?.measured ? of(row.measured) : null;
      }),
    };
  });
}
