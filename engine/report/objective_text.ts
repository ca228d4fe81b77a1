/** Writes a measured value in the unit that its metric is read in. */
import type { Objective } from "../profile/mod.ts";
import { formatCount, formatDuration } from "../profile/mod.ts";

/** `120.34 MB/s`, `1,234/s`, `9 rows/s`, `1.2 ms`, `99.9 %`, `2.31x`, `3`. */
export function measuredText(
  metric: Objective["metric"],
  measured: number,
): string {
  switch (metric) {
    case "throughput":
      return `${(measured / 1e6).toFixed(2)} MB/s`;
    case "iops":
      return `${formatCount(Math.round(measured))}/s`;
    case "rows":
      return `${formatCount(Math.round(measured))} rows/s`;
    case "errors":
    case "findings":
      return formatCount(measured);
    case "compression":
      return `${measured.toFixed(2)}x`;
    case "hitRate":
    case "utilisation":
    case "memoryOverhead":
      return `${measured.toFixed(1)} %`;
    case "coverage":
      return `${Number(measured.toFixed(3))} %`;
    default:
      return formatDuration(Math.round(measured));
  }
}
