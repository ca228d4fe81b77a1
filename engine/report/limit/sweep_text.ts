/** A sweep as text: a table, a chart, the best of each figure, what failed. */
import { formatCount, formatDuration } from "../../profile/mod.ts";
import { inUnit, latencyUnits } from "../latency_unit.ts";
import { alignRows, wrapText } from "../table.ts";
import { barChart } from "./bar_chart.ts";
import {
  rowName,
  severalTargets,
  type SweepReport,
  type SweepRow,
  type SweptFigures,
  sweptText,
  untriedCount,
} from "./sweep_report.ts";

const WIDTH = 80;

type Measured = SweepRow & { readonly measured: SweptFigures };

/** At most 80 columns, but with four keys varied; ends with a line break. */
export function renderSweep(report: SweepReport): string {
  const { combinations, profile, rows, step, varied } = report;
  const lines = [
    ...wrapText(
      `step "${step}" of profile "${profile}", ` +
        `${combinations} combinations of ${varied.join(", ")}`,
      { head: "sweep  ", width: WIDTH },
    ),
    ...(rows.length === 0 ? [] : ["", ...table(report)]),
    ...chart(report),
    ...best(report),
    ...troubles(report),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

function isMeasured(row: SweepRow): row is Measured {
  return row.measured !== null && row.outcome === "done";
}

const FELT = [
  ["p50", "p50Ns"],
  ["p99", "p99Ns"],
  ["p99.9", "p999Ns"],
] as const;

function table(report: SweepReport): string[] {
  const { rows, varied } = report;
  const shown = rows.flatMap(({ measured }) => measured ?? []);
  const [unit] = latencyUnits(shown.flatMap(({ p50Ns }) => p50Ns ?? []));
  const cell = (ns: number | null) =>
    ns === null || unit === undefined ? "-" : inUnit(ns, unit);
  const hasTarget = severalTargets(report);
  // No room beside a target: the JSON has it.
  const felt = hasTarget ? FELT.slice(0, 2) : FELT;
  const hasClient = shown.some(({ isClientLimit }) => isClientLimit);
  const figures = (row: SweepRow): string[] => {
    const { measured, outcome } = row;
    if (measured === null) {
      return ["-", "-", "", ...felt.map(() => "-"), outcome];
    }
    const { bytesPerSecond, opsPerSecond, op } = measured;
    const mark = measured.isClientLimit ? "client" : "";
    return [
      (bytesPerSecond / 1e6).toFixed(1),
      formatCount(Math.round(opsPerSecond)),
      op,
      ...felt.map(([, key]) => cell(measured[key])),
      outcome === "done" ? mark : outcome,
    ];
  };
  const rowsOf = alignRows([
    [
      ...(hasTarget ? ["target"] : []),
      ...varied,
      ...["MB/s", "IOPS", "op", ...felt.map(([name]) => name), ""],
    ],
    ...rows.map((row) => [
      ...(hasTarget ? [shortTarget(row)] : []),
      ...varied.map((name) => sweptText(row, name)),
      ...figures(row),
    ]),
  ], hasTarget ? 1 : 0);
  const note = hasClient
    ? ["client: this program was the bottleneck, not the storage"]
    : [];
  return [`latencies in ${unit?.name ?? "ns"}`, ...rowsOf, ...note];
}

/** Bytes where their size is varied: operations of two sizes do not compare. */
function chart(report: SweepReport): string[] {
  const rows = report.rows.filter(isMeasured);
  if (rows.length < 2) return [];
  const isBytes = report.varied.includes("blockSize");
  const bars = rows.map((row) => {
    const { bytesPerSecond, opsPerSecond } = row.measured;
    const value = isBytes ? bytesPerSecond : opsPerSecond;
    const text = isBytes
      ? `${(value / 1e6).toFixed(1)} MB/s`
      : `${formatCount(Math.round(value))}/s`;
    return { value, text };
  });
  const labels = alignRows(rows.map((row) => shortName(row, report)), 1);
  const title = isBytes ? "MB/s" : "IOPS";
  return [
    "",
    title,
    ...barChart(
      bars.map((bar, index) => ({ ...bar, label: labels[index] ?? "" })),
      { isLog: false },
    ),
  ];
}

/** Values alone, in the order of the table's columns. */
function shortName(row: SweepRow, report: SweepReport): string[] {
  const values = report.varied.map((name) => sweptText(row, name));
  return [...(severalTargets(report) ? [shortTarget(row)] : []), ...values];
}

/** Cells that leave room for eight figures; the end of a URL tells most. */
const TARGET_CELLS = 16;

function shortTarget({ target }: SweepRow): string {
  return target.length <= TARGET_CELLS
    ? target
    : `..${target.slice(2 - TARGET_CELLS)}`;
}

function best(report: SweepReport): string[] {
  const rows = report.rows.filter(isMeasured);
  if (rows.length < 2) return [];
  const top = (of: (figures: SweptFigures) => number) =>
    rows.reduce((found, row) =>
      of(row.measured) > of(found.measured) ? row : found
    );
  const name = (row: SweepRow) => rowName(row, report);
  const bytes = top(({ bytesPerSecond }) => bytesPerSecond);
  const ops = top(({ opsPerSecond }) => opsPerSecond);
  const felt = top(({ p99Ns }) => -(p99Ns ?? Infinity));
  const line = (head: string, text: string) =>
    wrapText(text, { head: head.padEnd(15), width: WIDTH });
  const { bytesPerSecond } = bytes.measured;
  const { p99Ns } = felt.measured;
  return [
    "",
    ...line(
      "most MB/s",
      `${name(bytes)}: ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`,
    ),
    ...line(
      "most IOPS",
      `${name(ops)}: ${formatCount(Math.round(ops.measured.opsPerSecond))}/s`,
    ),
    ...(p99Ns === null
      ? []
      : line("lowest p99", `${name(felt)}: ${formatDuration(p99Ns)}`)),
  ];
}

/** What has no figures, and what was never tried. */
function troubles(report: SweepReport): string[] {
  const lost = report.rows.filter(({ outcome }) => outcome !== "done");
  const untried = untriedCount(report);
  const lines = [
    ...lost.flatMap((row) =>
      wrapText(`${rowName(row, report)}: ${row.reason}`, {
        head: row.outcome.padEnd(13),
        width: WIDTH,
      })
    ),
    ...(untried > 0
      ? [`not tried    ${untried} of ${report.combinations} combinations`]
      : []),
  ];
  return lines.length === 0 ? [] : ["", ...lines];
}
