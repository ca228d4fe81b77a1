/**
 * One latency as a cell of a table: a number, a number with a `?` when it rests
 * on too few samples, or a dash when it would rest on next to none.
 */
import { formatCount } from "../profile/mod.ts";
import { inUnit, type LatencyUnit } from "./latency_unit.ts";
import { SAMPLES_MIN } from "./percentiles.ts";
import type { PercentileName, Percentiles, StepReport } from "./report.ts";

/** Columns of a latency table. */
export type LatencyColumn = "min" | "mean" | PercentileName | "max";

/** From left to right. */
export const LATENCY_COLUMNS: readonly LatencyColumn[] = [
  "min",
  "mean",
  "p50",
  "p90",
  "p99",
  "p99.9",
  "p99.99",
  "max",
];

/** Below that every percentile is one of a handful of samples. */
const PERCENTILE_SAMPLES_MIN = 10;

/** Whether the percentiles of `found` are shown at all. */
export function hasPercentiles({ count }: Percentiles): boolean {
  return count >= PERCENTILE_SAMPLES_MIN;
}

/** The cell of one column; the unit stands at the head of the table. */
export function latencyCell(
  found: Percentiles,
  column: LatencyColumn,
  unit: LatencyUnit,
): string {
  const text = inUnit(latencyNs(found, column), unit);
  if (column === "min" || column === "mean" || column === "max") return text;
  if (!hasPercentiles(found)) return "-";
  return found.uncertain.includes(column) ? `${text}?` : text;
}

/** The exact value of a column, whatever its cell shows. */
export function latencyNs(found: Percentiles, column: LatencyColumn): number {
  switch (column) {
    case "min":
      return found.minNs;
    case "mean":
      return found.meanNs;
    case "p50":
      return found.p50Ns;
    case "p90":
      return found.p90Ns;
    case "p99":
      return found.p99Ns;
    case "p99.9":
      return found.p999Ns;
    case "p99.99":
      return found.p9999Ns;
    case "max":
      return found.maxNs;
  }
}

/** What the `?` means; `null` when no table of these steps shows one. */
export function markLegend(steps: readonly StepReport[]): string | null {
  const shown = steps.flatMap(({ ops }) => ops)
    .flatMap((
      { service, response, firstByte },
    ) => [service, response, firstByte]);
  const isMarked = shown.some((found) =>
    found !== null && found !== undefined && hasPercentiles(found) &&
    found.uncertain.length > 0
  );
  if (!isMarked) return null;
  const needed = (name: PercentileName) => formatCount(SAMPLES_MIN[name]);
  return 'Percentiles marked "?" rest on too few samples: ' +
    `p99.99 needs ${needed("p99.99")}, p99.9 ${needed("p99.9")}, ` +
    `p99 ${needed("p99")}, p90 ${needed("p90")}`;
}
