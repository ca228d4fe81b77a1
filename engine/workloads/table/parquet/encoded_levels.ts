/**
 * Levels of a page as it has them: runs, with their length in front. Where
 * levels are alike, or repeat in lists of one length, the runs are written
 * down without a look at each entry.
 */
import type { PageCore } from "./page_core.ts";
import type { Levels } from "./shred.ts";

/** Levels of some entries; parts of a page follow each other. */
export interface LevelPart {
  readonly levels: Levels;
  readonly entryCount: number;
}

/** Below it packed bits take less than two runs a list. */
const PERIOD_MIN = 24;

/** Bits that hold every level up to `max`. */
export function levelBits(max: number): number {
  return 32 - Math.clz32(max);
}

/** Empty when there is but one level; else four bytes of length, then runs. */
export function encodeLevels(
  core: PageCore,
  parts: readonly LevelPart[],
  max: number,
): Uint8Array<ArrayBuffer> {
  if (max === 0) return new Uint8Array(0);
  const runs = runsOf(parts) ?? packed(core, parts, levelBits(max));
  const bytes = new Uint8Array(4 + runs.length);
  new DataView(bytes.buffer).setUint32(0, runs.length, true);
  bytes.set(runs, 4);
  return bytes;
}

/** Undefined when some levels must be looked at one by one. */
function runsOf(parts: readonly LevelPart[]): Uint8Array | undefined {
  const runs: { value: number; count: number }[] = [];
  const add = (value: number, count: number) => {
    const last = runs.at(-1);
    if (last?.value === value) last.count += count;
    else if (count > 0) runs.push({ value, count });
  };
  for (const { entryCount, levels } of parts) {
    if (levels instanceof Uint8Array) return undefined;
    if (typeof levels === "number") {
      add(levels, entryCount);
      continue;
    }
    const { period } = levels;
    if (period < PERIOD_MIN) return undefined;
    for (let start = 0; start < entryCount; start += period) {
      add(0, 1);
      add(1, period - 1);
    }
  }
  const bytes: number[] = [];
  for (const { value, count } of runs) {
    let header = count * 2;
    for (; header >= 128; header = Math.floor(header / 128)) {
      bytes.push((header % 128) | 0x80);
    }
    bytes.push(header, value);
  }
  return Uint8Array.from(bytes);
}

function packed(
  core: PageCore,
  parts: readonly LevelPart[],
  widthBits: number,
): Uint8Array {
  const count = parts.reduce((sum, part) => sum + part.entryCount, 0);
  const values = new Uint8Array(count);
  let at = 0;
  for (const { entryCount, levels } of parts) {
    if (levels instanceof Uint8Array) {
      values.set(levels.subarray(0, entryCount), at);
    } else if (typeof levels === "number") {
      values.fill(levels, at, at + entryCount);
    } else {
      for (let index = 0; index < entryCount; index++) {
        values[at + index] = index % levels.period === 0 ? 0 : 1;
      }
    }
    at += entryCount;
  }
  const to = new Uint8Array(hybridBoundBytes(count, widthBits));
  return to.subarray(0, core.encodeHybrid({ values, widthBits, to }));
}

/** Room that `encodeHybrid` may need. */
export function hybridBoundBytes(count: number, widthBits: number): number {
  return Math.ceil(count / 8) * (widthBits + 1) + 16;
}
