/** The tables of one step: rates, latencies, sizes, lanes. */
import { formatBytes, formatCount, formatDuration } from "../../profile/mod.ts";
import { LATENCY_COLUMNS, latencyCell, latencyNs } from "../latency_text.ts";
import { type LatencyUnit, latencyUnits } from "../latency_unit.ts";
import type { OpReport, Percentiles, Rate, StepReport } from "../report.ts";
import type { Part } from "./markup.ts";
import { type Cell, figure, tableMarkup } from "./table_markup.ts";

const FIELDS = {
  "min": "minNs",
  "mean": "meanNs",
  "p50": "p50Ns",
  "p90": "p90Ns",
  "p99": "p99Ns",
  "p99.9": "p999Ns",
  "p99.99": "p9999Ns",
  "max": "maxNs",
} as const;

/** Operations that move no bytes. */
const WITHOUT_BYTES: readonly string[] = ["sync", "head", "list", "delete"];

/** `path` is where the step is in the report: `steps.0`. */
export function rateTable({ ops }: StepReport, path: string): Part {
  const isSteady = ops.some(({ steady }) => steady !== null);
  const head = ["<operation", "count", "errors", "MB/s", "IOPS"];
  return tableMarkup({
    head: isSteady ? [...head, "steady MB/s", "steady IOPS"] : head,
    rows: ops.map((op, index) => {
      const at = `${path}.ops.${index}`;
      return [
        op.op,
        figure(formatCount(op.count), `${at}.count`, op.count),
        {
          ...figure(formatCount(op.errors), `${at}.errors`, op.errors),
          ...(op.errors > 0 && { mark: "bad" as const }), // not any text
        },
        ...rateCells(op, op.whole, `${at}.whole`),
        ...(isSteady ? rateCells(op, op.steady, `${at}.steady`) : []),
      ];
    }),
  });
}

function rateCells(
  { op }: OpReport,
  rate: Rate | null,
  at: string,
): Cell[] {
  if (rate === null) return [NOTHING, NOTHING];
  const { bytesPerSecond, opsPerSecond } = rate;
  return [
    WITHOUT_BYTES.includes(op) ? NOTHING : figure(
      megabytes(bytesPerSecond),
      `${at}.bytesPerSecond`,
      bytesPerSecond,
    ),
    figure(
      formatCount(Math.round(opsPerSecond)),
      `${at}.opsPerSecond`,
      opsPerSecond,
    ),
  ];
}

/** What there is none of. */
export const NOTHING: Cell = { shows: "-", mark: "faint" };

/** A time that a copy or a commit took: more than a microsecond says nothing. */
export function durationCell(ns: number | null, path: string): Cell {
  return ns === null
    ? NOTHING
    : figure(formatDuration(Math.round(ns / 1000) * 1000), path, ns);
}

/** In MB/s, with decimals where they say something. */
export function megabytes(bytesPerSecond: number): string {
  const amount = bytesPerSecond / 1e6;
  return amount < 10 ? amount.toFixed(2) : amount.toLocaleString("en-US", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}

/** A row of latencies: its name, and where it is in the report. */
interface LatencyRow {
  readonly name: string;
  readonly found: Percentiles;
  readonly path: string;
}

/** Service, response, first byte and sizes, all in one unit. */
export function latencyTable(step: StepReport, path: string): Part {
  const rows = [
    ...step.ops.flatMap((op, index) => opRows(op, `${path}.ops.${index}`)),
    ...(step.sizes ?? []).map(({ op, uptoBytes, latency }, index) => ({
      name: `${op} up to ${formatBytes(uptoBytes)}`,
      found: latency,
      path: `${path}.sizes.${index}.latency`,
    })),
  ];
  const [unit] = latencyUnits(rows.map(({ found }) => found.p50Ns));
  if (unit === undefined) return null;
  return tableMarkup({
    head: [`<latency, ${unit.name}`, "count", ...LATENCY_COLUMNS],
    rows: rows.map((row) => latencyCells(row, unit)),
  });
}

function opRows(
  { op, service, response, firstByte }: OpReport,
  path: string,
): LatencyRow[] {
  const isOpen = response !== null;
  return [
    ...(service === null ? [] : [{
      name: isOpen ? `${op} service` : op,
      found: service,
      path: `${path}.service`,
    }]),
    ...(response === null ? [] : [{
      name: `${op} response`,
      found: response,
      path: `${path}.response`,
    }]),
    ...(firstByte === undefined ? [] : [{
      name: `${op} first byte`,
      found: firstByte,
      path: `${path}.firstByte`,
    }]),
  ];
}

function latencyCells(
  { name, found, path }: LatencyRow,
  unit: LatencyUnit,
): (Cell | string)[] {
  return [
    name,
    figure(formatCount(found.count), `${path}.count`, found.count),
    ...LATENCY_COLUMNS.map((column): Cell => {
      const shows = latencyCell(found, column, unit);
      if (shows === "-") return NOTHING;
      const cell = figure(
        shows,
        `${path}.${FIELDS[column]}`,
        latencyNs(found, column),
      );
      return shows.endsWith("?") ? { ...cell, mark: "warn" } : cell;
    }),
  ];
}

/** Gets and puts by the size of their objects. */
export function sizeTable({ sizes = [] }: StepReport, path: string): Part {
  return tableMarkup({
    head: ["<size class", "count", "bytes", "MB/s"],
    rows: sizes.map(({ op, uptoBytes, bytes, ...row }, index) => {
      const at = `${path}.sizes.${index}`;
      return [
        `${op} up to ${formatBytes(uptoBytes)}`,
        figure(
          formatCount(row.latency.count),
          `${at}.latency.count`,
          row.latency.count,
        ),
        figure(formatBytes(bytes), `${at}.bytes`, bytes),
        figure(
          megabytes(row.bytesPerSecond),
          `${at}.bytesPerSecond`,
          row.bytesPerSecond,
        ),
      ];
    }),
  });
}
