/**
 * One second of a step as one line, for a terminal and for a pipe. Columns
 * and units never change, so that a file of rows can be read by column.
 */
import type { LaneOp } from "../../backends/mod.ts";
import type { IntervalOp, IntervalRecording } from "../recorder/mod.ts";

/** A row with the step that it belongs to. */
export interface IntervalText {
  readonly step: string;
  /** Of the step, so that rows count seconds from its start. */
  readonly startNs: number;
  readonly interval: IntervalRecording;
}

/** Measured for less than that after a warm-up, a row has no rate yet. */
const WARM_NS = 0.2e9;
const STEP_CELLS = 9;
const COLUMNS = ["MB/s", "IOPS", "p50 us", "p99 us"] as const;
const CELLS = [7, 8, 7, 8] as const;
const OP_CELLS = CELLS.reduce((sum, cells) => sum + cells, 0);
const OPS_CELLS = 2 * OP_CELLS;

/** What the two halves of a row add up. */
const READS: readonly LaneOp[] = ["read", "get", "range", "head", "list"];
const WRITES: readonly LaneOp[] = ["write", "put", "upload", "delete"];
const NOTHING: IntervalOp = {
  count: 0,
  bytes: 0,
  errors: 0,
  meanNs: null,
  p50Ns: null,
  p99Ns: null,
  maxNs: null,
};

/** Narrower than that, reads and writes of a second stand below each other. */
const WIDE_COLUMNS = 80;
/** What is left out first where there is no room: p50, then IOPS. */
const SPARE = [2, 1] as const;
const NARROW_HEAD_CELLS = 5 + 1 + STEP_CELLS + 2;

/** At most two lines: whose columns they are, and their units. */
export function renderIntervalHeader(columns = WIDE_COLUMNS): string[] {
  if (columns < WIDE_COLUMNS) {
    const cells = narrowColumns(columns).map((column) =>
      (COLUMNS[column] ?? "").padStart(CELLS[column] ?? 0)
    );
    return [
      `${"s".padStart(5)} ${"step".padEnd(STEP_CELLS + 2)}${cells.join("")}`,
    ];
  }
  const left = " ".repeat(5 + 1 + STEP_CELLS);
  const names = COLUMNS.map((name, column) => name.padStart(CELLS[column] ?? 0))
    .join("");
  return [
    `${left}${"read".padStart(OP_CELLS)}${"write".padStart(OP_CELLS)}`,
    `${"s".padStart(5)} ${"step".padEnd(STEP_CELLS)}${names}${names}`,
  ].map((line, index) => index === 1 ? `${line} bad` : line);
}

/** Those of `COLUMNS` that fit, the last cell of the terminal left free. */
function narrowColumns(columns: number): number[] {
  const shown = COLUMNS.map((_, column) => column);
  const widthOf = (list: readonly number[]) =>
    list.reduce((sum, one) => sum + (CELLS[one] ?? 0), NARROW_HEAD_CELLS);
  for (const spare of SPARE) {
    if (widthOf(shown) < columns) break;
    shown.splice(shown.indexOf(spare), 1);
  }
  return shown;
}

/**
 * Latencies are felt ones: response in an open loop, else service. In less than
 * 80 columns a row has a line for what was read and one for what was written.
 */
export function renderIntervalRow(
  row: IntervalText,
  columns = WIDE_COLUMNS,
): string {
  const { interval } = row;
  const seconds = fitted((interval.endNs - row.startNs) / 1e9);
  const step = row.step.slice(0, STEP_CELLS).padEnd(STEP_CELLS);
  const head = `${seconds.padStart(5)} ${step}`;
  const durationNs = interval.endNs - interval.startNs;
  const isWarming = interval.isWarmup &&
    (durationNs < WARM_NS || isIdle(interval));
  if (isWarming && interval.findings === 0) return `${head}  warming up`;
  if (columns < WIDE_COLUMNS && !isWarming) {
    return narrowRow(interval, { head, columns });
  }
  const cells = isWarming
    ? "  warming up".padEnd(OPS_CELLS)
    : [READS, WRITES].map((names) => groupOf(interval, names))
      .map((op) => opCells(op, durationNs)).join("");
  return `${head}${cells} ${String(interval.findings).padStart(3)}`;
}

function narrowRow(
  interval: IntervalRecording,
  { head, columns }: { readonly head: string; readonly columns: number },
): string {
  const durationNs = interval.endNs - interval.startNs;
  const shown = narrowColumns(columns);
  const lines = [["r", READS] as const, ["w", WRITES] as const]
    .map(([sign, names]) => ({ sign, op: groupOf(interval, names) }))
    .filter(({ op }) => op.count > 0)
    .map(({ sign, op }, index) => {
      const start = index === 0 ? head : " ".repeat(head.length);
      const values = opValues(op, durationNs);
      const cells = shown.map((column) =>
        (values[column] ?? "").padStart(CELLS[column] ?? 0)
      );
      return `${start} ${sign}${cells.join("")}`;
    });
  const bad = interval.findings > 0 ? [`      ${interval.findings} bad`] : [];
  return [...(lines.length === 0 ? [`${head} -`] : lines), ...bad].join("\n");
}

function isIdle({ ops }: IntervalRecording): boolean {
  return Object.values(ops).every(({ count }) => count === 0);
}

/** Amounts of all of them; latencies of the one that happened most. */
function groupOf(
  { ops }: IntervalRecording,
  names: readonly LaneOp[],
): IntervalOp {
  const rows = names.flatMap((name) => ops[name] ?? []);
  const most = rows.reduce((a, b) => b.count > a.count ? b : a, NOTHING);
  return {
    ...most,
    count: rows.reduce((sum, { count }) => sum + count, 0),
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function opCells(op: IntervalOp, durationNs: number): string {
  return opValues(op, durationNs)
    .map((value, column) => value.padStart(CELLS[column] ?? 0))
    .join("");
}

/** In the order of `COLUMNS`. */
function opValues(op: IntervalOp, durationNs: number): string[] {
  const perSecond = durationNs > 0 ? 1e9 / durationNs : 0;
  const isIdle = op.count === 0;
  return [
    isIdle ? "-" : fitted(op.bytes * perSecond / 1e6),
    isIdle ? "-" : String(Math.round(op.count * perSecond)),
    latency(op.p50Ns),
    latency(op.p99Ns),
  ];
}

function latency(ns: number | null): string {
  return ns === null ? "-" : fitted(ns / 1000);
}

/** One decimal where it says something and has room; `1.2e+6` if it must. */
function fitted(value: number): string {
  if (value < 1000) return value.toFixed(1);
  return value < 999_999.5 ? String(Math.round(value)) : value.toExponential(1);
}
