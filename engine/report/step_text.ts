/** One step as text: what it was, its two tables, and its lines below. */
import { formatBytes, formatCount, formatDuration } from "../profile/mod.ts";
import {
  hasPercentiles,
  LATENCY_COLUMNS,
  latencyCell,
} from "./latency_text.ts";
import { failedText, requestsText } from "./http_text.ts";
import { latencyUnits } from "./latency_unit.ts";
import { objectsText, sizeTable } from "./object_text.ts";
import type {
  ClientReport,
  Coverage,
  OpReport,
  Percentiles,
  StepReport,
} from "./report.ts";
import { shareText } from "./share_text.ts";
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
    ...indented(latencyTable(step, inner)),
    ...(step.overload === null ? [] : wrap("offered", overloadText(step))),
    ...wrap("verified", coverageText(step.coverage)),
    ...(step.objects === undefined
      ? []
      : wrap("objects", objectsText(step.objects))),
    ...requestLines(step, wrap),
    ...wrap("client", clientText(step.client)),
  ];
}

function requestLines(
  { http }: StepReport,
  wrap: (name: string, text: string) => string[],
): string[] {
  if (http === undefined) return [];
  const failed = failedText(http);
  return [
    ...wrap("requests", requestsText(http)),
    ...(failed === null ? [] : wrap("failed", failed)),
  ];
}

/** Times and rates of nothing are no lines. */
function headline(step: StepReport): string {
  const lanes = `${step.lanes} ${step.lanes === 1 ? "lane" : "lanes"} x ` +
    `depth ${step.depth}`;
  const loop = step.openLoop ? "open loop" : "closed loop";
  const conflicts = step.conflicts > 0
    ? `, ${formatCount(step.conflicts)} operations waited for ` +
      `another on the same ${step.objects === undefined ? "unit" : "key"}`
    : "";
  return `${outcomeText(step)}, ${lanes}, ${step.io}, ${loop}${conflicts}`;
}

/** An end that was asked for is told apart from one that was forced. */
function outcomeText({ durationNs, outcome, steadyState }: StepReport): string {
  const reached = steadyState?.reached;
  return reached === undefined || reached === null
    ? `${outcome} in ${formatDuration(durationNs)}`
    : `ended after ${
      formatDuration(durationNs)
    }: steady (${reached.of} with slope ` +
      `${reached.slopePercent.toFixed(1)} %, range ` +
      `${reached.rangePercent.toFixed(1)} %)`;
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
    isWithoutBytes(op) ? "-" : megabytes(op.whole.bytesPerSecond),
    count(op.whole.opsPerSecond),
    megabytes(op.steady?.bytesPerSecond),
    count(op.steady?.opsPerSecond),
  ]);
  const head = ["", "count", "errors", "MB/s", "IOPS"];
  const whole = [[...head, "steady MB/s", "steady IOPS"], ...rows];
  const lines = alignRows(whole);
  // Lanes over keys take no sample of their counters when the first one ends.
  const isSteady = ops.some(({ op }) => BLOCK_OPS.includes(op));
  return isSteady && widthOf(lines) <= width
    ? lines
    : alignRows([head, ...rows.map((row) => row.slice(0, head.length))]);
}

const BLOCK_OPS: readonly string[] = ["read", "write", "sync"];
const WITHOUT_BYTES: readonly string[] = ["sync", "head", "list", "delete"];

function isWithoutBytes({ op }: OpReport): boolean {
  return WITHOUT_BYTES.includes(op);
}

interface LatencyRow {
  readonly name: string;
  readonly found: Percentiles;
}

/** With the rows by size below, in the same unit. */
function latencyTable(
  { ops, sizes = [] }: StepReport,
  width: number,
): string[] {
  const rows = ops.flatMap(latencyRows);
  if (rows.length === 0) return [];
  const known = rows.filter(({ found }) => hasPercentiles(found));
  const p50sNs = (known.length > 0 ? known : rows)
    .map(({ found }) => found.p50Ns);
  let lines: string[] = [];
  for (const unit of latencyUnits(p50sNs)) {
    lines = alignRows([
      [unit.name, ...LATENCY_COLUMNS],
      ...rows.map(({ name, found }) => [
        name,
        ...LATENCY_COLUMNS.map((column) => latencyCell(found, column, unit)),
      ]),
    ]).concat(sizeTable(sizes, unit));
    if (widthOf(lines) <= width) break;
  }
  return lines;
}

/** Response and first byte stand below the service of their operation. */
function latencyRows(
  { op, service, response, firstByte }: OpReport,
): LatencyRow[] {
  const rows: LatencyRow[] = [];
  if (service !== null) {
    rows.push({ name: op, found: service });
  }
  if (response !== null) {
    rows.push({ name: "response", found: response });
  }
  if (firstByte !== undefined) {
    rows.push({ name: "first byte", found: firstByte });
  }
  return rows;
}

/** `500/s, reached 485/s, ...`; empty for a closed loop. */
export function overloadText({ overload }: StepReport): string {
  if (overload === null) return "";
  const rate = (perSecond: number) => `${formatCount(Math.round(perSecond))}/s`;
  const late = overload.lateStarts;
  const share = shareText(late / Math.max(1, overload.operations));
  return `${rate(overload.offeredPerSecond)}, reached ` +
    `${rate(overload.achievedPerSecond)}, ${formatCount(late)} late ` +
    `(${share}, up to ${formatDuration(overload.lateNsMax)}), ` +
    `backlog max ${formatCount(overload.backlogMax)}` +
    (overload.isOverloaded ? ": OVERLOADED" : "");
}

/**
 * `10 GiB written, 10 GiB read back, ...`: always the same parts, and units
 * left by a write without an answer where there are any.
 */
export function coverageText(coverage: Coverage): string {
  const skipped = coverage.skippedUnwrittenBytes +
    coverage.skippedUncheckedBytes;
  const count = coverage.unitsUnsettled;
  const unsettled = count > 0
    ? `, ${formatCount(count)} ${count === 1 ? "unit" : "units"} unsettled`
    : "";
  return `${formatBytes(coverage.writtenBytes)} written, ` +
    `${formatBytes(coverage.readBytes)} read back, ` +
    `${formatBytes(coverage.comparedBytes)} compared, ` +
    `${amount(skipped)} skipped, ` +
    `${amount(coverage.ambiguousBytes)} ambiguous, ` +
    `${formatCount(coverage.badUnits)} ` +
    `${coverage.badUnits === 1 ? "finding" : "findings"}${unsettled}`;
}

function amount(bytes: number): string {
  return bytes === 0 ? "0" : formatBytes(bytes);
}

/** The plain verdict first, then what it rests on. */
export function clientText(client: ClientReport): string {
  const who = client.name === undefined ? "" : `${client.name}. `;
  const perOp = client.cpuNsPerOp === null
    ? ""
    : `, ${formatDuration(Math.round(client.cpuNsPerOp))} of CPU each`;
  return `${who}${client.sentence}; ${client.cores.toFixed(2)} of ` +
    `${client.cpuCount} cores${perOp}, ` +
    `${formatBytes(client.residentBytesMax)} resident`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => INDENT + line);
}
