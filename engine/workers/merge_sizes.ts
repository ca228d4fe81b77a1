/**
 * Adds what lanes measured of gets and puts by the size of their objects.
 * Comes in: lanes that have ended. Goes out: the classes that were used.
 */
import type { LoadLane } from "./load_space.ts";
import { sumCounts } from "./merge_latency.ts";
import type { SizeClassSnapshot } from "./sample.ts";

const KiB = 1024;
const MiB = 1024 * KiB;

/** Largest object of each class of the core; the last one has no end. */
export const SIZE_CLASSES_BYTES: readonly number[] = [
  4 * KiB,
  32 * KiB,
  256 * KiB,
  2 * MiB,
  16 * MiB,
  128 * MiB,
  1024 * MiB,
  Number.MAX_SAFE_INTEGER,
];

/** Gets before puts, smaller objects before larger; none for offsets. */
export function mergeSizes(lanes: readonly LoadLane[]): SizeClassSnapshot[] {
  const ops = ["get", "put"] as const;
  return ops.flatMap((op) =>
    SIZE_CLASSES_BYTES.flatMap((uptoBytes, index): SizeClassSnapshot[] => {
      let bytes = 0;
      const sources = lanes.flatMap((lane) => {
        const rows = lane.sizeClass?.(op, index);
        if (rows === undefined) return [];
        bytes += rows.bytes;
        return [() => rows.latency];
      });
      const totals = sumCounts(sources);
      if (totals.count + totals.over === 0) return [];
      return [{ op, uptoBytes, bytes, totals }];
    })
  );
}
