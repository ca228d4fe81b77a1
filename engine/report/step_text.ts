/** One step as text: what it was, its two tables, and its lines below. */
import { formatBytes, formatCount, formatDuration } from "../profile/mod.ts";
import { inUnit, type LatencyUnit, latencyUnits } from "./latency_unit.ts";
import type {
  ClientReport,
  Coverage,
  OpReport,
  Percentiles,
  StepReport,
} from "./report.ts";
import { alignRows, widthOf, wrapText } from "./table.ts";

const INDENT = "  ";

/** Lines of at most `width` cells, except for words longer than that. */
export function stepLines(step: StepReport, width: number): string[] {
  const wrap = (name: string, text: string) =>
    wrapText(text, { head: `${INDENT}${name.padEnd(9)}  `, width });
  const inner = width - INDENT.length;
  return [
    ...wrapText(headline(step), { head: `${step.step}  `, width }),
    ...indented(step.ops.length > 0 ? rateTable(step.ops, inner) : []),
    ...indented(latencyTable(step.ops, inner)),
    ...(step.overload === null ? [] : wrap("offered", overloadText(step))),
    ...wrap("verified", coverageText(step.coverage)),
    ...wrap("client", clientText(step.client)),
  ];
}

/** Times and rates of nothing are no lines. */
function headline(step: StepReport): string {
  const lanes = `${step.lanes} ${step.lanes === 1 ? "lane" : "lanes"} x ` +
    `depth ${step.depth}`;
  const loop = step.openLoop ? "open loop" : "closed loop";
  const conflicts = step.conflicts > 0
    ? `, ${formatCount(step.conflicts)} writes waited for one to the same unit`
    : "";
  return `${step.outcome} in ${formatDuration(step.durationNs)}, ` +
    `${lanes}, ${step.io}, ${loop}${conflicts}`;
}

function rateTable(ops: readonly OpReport[], width: number): string[] {
  const highest = Math.max(...ops.map((op) => op.whole.bytesPerSecond));
  const decimals = highest < 10e6 ? 2 : 1;
  const megabytes = (bytes: number | undefined) =>
    bytes === undefined ? "-" : (bytes / 1e6).toFixed(decimals);
  const count = (value: number | undefined) =>
    value === undefined ? "-" : formatCount(Math.round(value));
  const rows = ops.map((op) => [
    op.op,
    count(op.count),
    count(op.errors),
    op.op === "sync" ? "-" : megabytes(op.whole.bytesPerSecond),
    count(op.whole.opsPerSecond),
    megabytes(op.steady?.bytesPerSecond),
    count(op.steady?.opsPerSecond),
  ]);
  const head = ["", "count", "errors", "MB/s", "IOPS"];
  const whole = [[...head, "steady MB/s", "steady IOPS"], ...rows];
  const lines = alignRows(whole);
  return widthOf(lines) <= width
    ? lines
    : alignRows([head, ...rows.map((row) => row.slice(0, head.length))]);
}

interface LatencyRow {
  readonly name: string;
  readonly found: Percentiles;
}

function latencyTable(ops: readonly OpReport[], width: number): string[] {
  const rows = ops.flatMap(latencyRows);
  if (rows.length === 0) return [];
  const p50NsMax = Math.max(...rows.map(({ found }) => found.p50Ns));
  let lines: string[] = [];
  for (const unit of latencyUnits(p50NsMax)) {
    lines = alignRows([
      [unit.name, ...COLUMNS.map(([name]) => name)],
      ...rows.map((row) => latencyCells(row, unit)),
    ]);
    if (widthOf(lines) <= width) break;
  }
  return lines;
}

/** In an open loop the response stands below the service of its operation. */
function latencyRows({ op, service, response }: OpReport): LatencyRow[] {
  const rows: LatencyRow[] = [];
  if (service !== null) {
    rows.push({ name: op, found: service });
  }
  if (response !== null) {
    rows.push({ name: "response", found: response });
  }
  return rows;
}

type Column = readonly [name: string, of: (found: Percentiles) => number];

const COLUMNS: readonly Column[] = [
  ["min", (found) => found.minNs],
  ["mean", (found) => found.meanNs],
  ["p50", (found) => found.p50Ns],
  ["p90", (found) => found.p90Ns],
  ["p99", (found) => found.p99Ns],
  ["p99.9", (found) => found.p999Ns],
  ["p99.99", (found) => found.p9999Ns],
  ["max", (found) => found.maxNs],
];

function latencyCells({ name, found }: LatencyRow, unit: LatencyUnit) {
  const uncertain: readonly string[] = found.uncertain;
  return [
    name,
    ...COLUMNS.map(([column, of]) =>
      inUnit(of(found), unit) + (uncertain.includes(column) ? "?" : "")
    ),
  ];
}

function overloadText({ overload }: StepReport): string {
  if (overload === null) return "";
  const rate = (perSecond: number) => `${formatCount(Math.round(perSecond))}/s`;
  return `${rate(overload.offeredPerSecond)}, achieved ` +
    `${rate(overload.achievedPerSecond)}, ` +
    `${formatCount(overload.lateStarts)} late starts (at most ` +
    `${formatDuration(overload.lateNsMax)}), backlog at most ` +
    `${formatCount(overload.backlogMax)}` +
    (overload.isOverloaded ? ": OVERLOADED" : "");
}

/** `10 GiB written, 10 GiB read back, ...`: always the same five parts. */
export function coverageText(coverage: Coverage): string {
  const skipped = coverage.skippedUnwrittenBytes +
    coverage.skippedUncheckedBytes;
  return `${formatBytes(coverage.writtenBytes)} written, ` +
    `${formatBytes(coverage.readBytes)} read back, ` +
    `${formatBytes(coverage.comparedBytes)} compared, ` +
    `${amount(skipped)} skipped, ` +
    `${amount(coverage.ambiguousBytes)} ambiguous, ` +
    `${formatCount(coverage.badUnits)} ` +
    `${coverage.badUnits === 1 ? "finding" : "findings"}`;
}

function amount(bytes: number): string {
  return bytes === 0 ? "0" : formatBytes(bytes);
}

/** The plain verdict first, then what it rests on. */
export function clientText(client: ClientReport): string {
  const perOp = client.cpuNsPerOp === null
    ? ""
    : `, ${formatDuration(Math.round(client.cpuNsPerOp))} of CPU each`;
  return `${client.sentence}; ${client.cores.toFixed(2)} of ` +
    `${client.cpuCount} cores${perOp}, ` +
    `${formatBytes(client.residentBytesMax)} resident`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => INDENT + line);
}
