/**
 * All steps of a run as one table, a row for each operation, so that the last
 * screen answers without scrolling.
 */
import { formatCount } from "../profile/mod.ts";
import { hasPercentiles, latencyCell } from "./latency_text.ts";
import { type LatencyUnit, latencyUnits } from "./latency_unit.ts";
import type { Palette } from "./palette.ts";
import type { OpReport, Percentiles, StepReport } from "./report.ts";
import { alignRows, widthOf } from "./table.ts";

/** Fewer steps are still on the screen. */
const STEPS_MIN = 4;
/** Target, step and operation stand to the left. */
const NAME_COLUMNS = 3;
/** Names of a table that is too wide are cut, but never below that. */
const NAME_CELLS_MIN = 8;

/** No lines for three steps or less. Rows with findings are marked as bad. */
export function summaryLines(
  steps: readonly StepReport[],
  width: number,
  palette: Palette,
): string[] {
  if (steps.length < STEPS_MIN) return [];
  const lines = fittingLines(steps, width);
  const isBad = [
    false,
    ...steps.flatMap(({ ops, coverage }) =>
      (ops.length > 0 ? ops : [null]).map(() => coverage.badUnits > 0)
    ),
  ];
  return lines.map((line, row) => isBad[row] ? palette.bad(line) : line);
}

/** A coarser unit is tried before a name is cut. */
function fittingLines(steps: readonly StepReport[], width: number): string[] {
  const units = latencyUnits(medians(steps));
  for (const unit of units) {
    const lines = alignRows(rowsIn(steps, unit, Infinity), NAME_COLUMNS);
    if (widthOf(lines) <= width) return lines;
  }
  const [unit] = units;
  if (unit === undefined) return [];
  let cells = Math.max(
    ...steps.flatMap(({ target, step }) => [target.length, step.length]),
  );
  let lines: string[] = [];
  do {
    cells--;
    lines = alignRows(rowsIn(steps, unit, cells), NAME_COLUMNS);
  } while (widthOf(lines) > width && cells > NAME_CELLS_MIN);
  return lines;
}

function medians(steps: readonly StepReport[]): number[] {
  return steps.flatMap(({ ops }) => ops).flatMap((op) => {
    const felt = feltOf(op);
    return felt !== null && hasPercentiles(felt) ? [felt.p50Ns] : [];
  });
}

/** Response in an open loop, which is what a caller waits for. */
function feltOf({ service, response }: OpReport): Percentiles | null {
  return response ?? service;
}

function rowsIn(
  steps: readonly StepReport[],
  unit: LatencyUnit,
  nameCells: number,
): string[][] {
  const latencies = [`p50 ${unit.name}`, `p99 ${unit.name}`];
  const head = ["target", "step", "op", "MB/s", "IOPS", ...latencies];
  return [
    [...head, "findings"],
    ...steps.flatMap((step, index) => {
      const isFirst = steps[index - 1]?.target !== step.target;
      return stepRows(step, unit).map((cells, row) => [
        row === 0 && isFirst ? cut(step.target, nameCells) : "",
        row === 0 ? cut(step.step, nameCells) : "",
        ...cells,
        row === 0 ? formatCount(step.coverage.badUnits) : "",
      ]);
    }),
  ];
}

/** A step in which nothing happened says how it ended. */
function stepRows(step: StepReport, unit: LatencyUnit): string[][] {
  if (step.ops.length === 0) return [[step.outcome, "-", "-", "-", "-"]];
  return step.ops.map((op) => {
    const felt = feltOf(op);
    const { bytesPerSecond, opsPerSecond } = op.whole;
    return [
      op.op,
      isWithoutBytes(op.op) ? "-" : (bytesPerSecond / 1e6).toFixed(1),
      formatCount(Math.round(opsPerSecond)),
      felt === null ? "-" : latencyCell(felt, "p50", unit),
      felt === null ? "-" : latencyCell(felt, "p99", unit),
    ];
  });
}

function isWithoutBytes(op: string): boolean {
  return ["sync", "head", "list", "delete"].includes(op);
}

function cut(name: string, cells: number): string {
  return name.length <= cells ? name : `${name.slice(0, cells - 2)}..`;
}
