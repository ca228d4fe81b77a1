/**
 * What may become of the pending events of a power cut: all combinations while
 * they are few, else the prefixes, each one missing, and seeded random ones;
 * and each pending write torn at each sector, or with its length but not its
 * bytes. Pure; the same seed gives the same fates.
 */
import { seededNumbers } from "../seeded.ts";
import type { DiskEvent } from "./disk_log.ts";

/** Writes reach the medium in whole sectors. */
export const SECTOR_BYTES = 512;
/** Of so many pending changes all combinations are looked at: 2^10 a cut. */
export const WHOLE_MAX = 10;
const RANDOM_COUNT = 64;

/** One outcome of a cut. */
export interface Fate {
  /** Pending events that reached the disk; indices of the log. */
  readonly landed: ReadonlySet<number>;
  /** One of them that landed in part. */
  readonly torn?: {
    readonly index: number;
    /** How many of its bytes; the file's length still grows by all. */
    readonly bytes: number;
    readonly growsWhole: boolean;
  };
}

/** All fates of the pending events, the likeliest first. */
export function* fatesOf(
  log: readonly DiskEvent[],
  pending: readonly number[],
  seed: number,
): Generator<Fate> {
  for (const landed of subsets(pending, seed)) yield { landed };
  for (const index of pending) {
    const event = log[index];
    if (event?.kind !== "write") continue;
    for (const landed of [new Set(pending), new Set([index])]) {
      const { length } = event.bytes;
      yield { landed, torn: { index, bytes: 0, growsWhole: true } };
      for (let bytes = SECTOR_BYTES; bytes < length; bytes += SECTOR_BYTES) {
        yield { landed, torn: { index, bytes, growsWhole: false } };
        yield { landed, torn: { index, bytes, growsWhole: true } };
      }
    }
  }
}

function* subsets(
  pending: readonly number[],
  seed: number,
): Generator<ReadonlySet<number>> {
  if (pending.length <= WHOLE_MAX) {
    for (let mask = 0; mask < 2 ** pending.length; mask += 1) {
      yield new Set(pending.filter((_, at) => (mask >> at & 1) === 1));
    }
    return;
  }
  for (let count = 0; count <= pending.length; count += 1) {
    yield new Set(pending.slice(0, count));
  }
  for (const left of pending) {
    yield new Set(pending.filter((index) => index !== left));
  }
  const next = seededNumbers(seed);
  for (let round = 0; round < RANDOM_COUNT; round += 1) {
    yield new Set(pending.filter(() => (next() & 1) === 1));
  }
}
