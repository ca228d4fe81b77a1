/** The lines and the table that only a step over keys has. */
import { formatBytes, formatCount } from "../profile/mod.ts";
import { latencyCell } from "./latency_text.ts";
import type { LatencyUnit } from "./latency_unit.ts";
import type { ObjectCoverage, SizeClassReport } from "./report.ts";
import { alignRows } from "./table.ts";

/** `1,000 put, 2,345 got, 2,345 compared, 0 missing, ...`. */
export function objectsText(objects: ObjectCoverage): string {
  const { absent, listed, skipped, uploadsOpen } = objects;
  const { checksums, checksumsUnknown } = objects;
  const more = [
    absent > 0 ? `${formatCount(absent)} absent as expected` : null,
    listed > 0 ? `${formatCount(listed)} listed` : null,
    skipped > 0 ? `${formatCount(skipped)} without a key to act on` : null,
    uploadsOpen > 0 ? `${formatCount(uploadsOpen)} uploads open` : null,
    checksums > 0
      ? `${formatCount(checksums)} returned checksums compared`
      : null,
    checksumsUnknown > 0
      ? `${formatCount(checksumsUnknown)} returned checksums not comparable`
      : null,
  ].filter((part) => part !== null);
  return [
    `${formatCount(objects.put)} put`,
    `${formatCount(objects.got)} got`,
    `${formatCount(objects.compared)} compared`,
    `${formatCount(objects.missing)} missing`,
    `${formatCount(objects.ambiguous)} ambiguous`,
    `${formatCount(objects.weak)} weak`,
    ...more,
  ].join(", ");
}

const COLUMNS = ["mean", "p50", "p99", "max"] as const;

/**
 * A row for each class of sizes, in the unit of the table above. No lines
 * where a class says no more than its operation does.
 */
export function sizeTable(
  sizes: readonly SizeClassReport[],
  unit: LatencyUnit,
): string[] {
  const isTelling = sizes.some((one, index) => one.op === sizes[index + 1]?.op);
  if (!isTelling) return [];
  return alignRows([
    [
      "by size",
      "count",
      "MB/s",
      ...COLUMNS.map((one) => `${one} ${unit.name}`),
    ],
    ...sizes.map((row) => [
      `${row.op} ${limitText(row.uptoBytes)}`,
      formatCount(row.latency.count),
      (row.bytesPerSecond / 1e6).toFixed(1),
      ...COLUMNS.map((column) => latencyCell(row.latency, column, unit)),
    ]),
  ]);
}

/** The largest class has no end of its own. */
function limitText(uptoBytes: number): string {
  return uptoBytes === Number.MAX_SAFE_INTEGER
    ? "above"
    : `to ${formatBytes(uptoBytes)}`;
}
