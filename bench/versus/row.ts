/**
 * A row of the benchmark: some work, and the bars it must clear. Rows get a
 * context and give bars with everything that was measured for them.
 */
import { compareRounds, type Comparison, type Round } from "./pairs.ts";

export interface RowContext {
  /** Absolute path of the compiled program. */
  readonly program: string;
  /** Folder on the storage under test, for this row alone. */
  readonly folder: string;
  /** Rounds of alternating measurements. */
  readonly rounds: number;
  /** Length of a timed measurement. */
  readonly durationS: number;
  /** Top folder of the checkout, with a `/` at its end. */
  readonly root: string;
  /** Takes a line of progress. */
  readonly say: (line: string) => void;
}

export interface Bar {
  readonly title: string;
  /** As written in the table of bars: `>= 1.00 x`. */
  readonly need: string;
  readonly unit: string;
  readonly measured: number;
  /** `null`: shown to be compared, without a bar. */
  readonly isMet: boolean | null;
  /** Absent where there is nothing to compare with. */
  readonly comparison?: Comparison;
}

export interface Row {
  readonly id: string;
  readonly title: string;
  /** Takes minutes or writes a lot: runs only when named. */
  readonly isSlow?: boolean;
  run(context: RowContext): Promise<readonly Bar[]>;
}

interface RatioBar {
  readonly title: string;
  readonly unit: string;
  readonly rounds: readonly Round[];
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A bar on the median ratio ours / theirs. */
export function ratioBar(bar: RatioBar): Bar {
  const comparison = compareRounds(bar.rounds);
  return { ...boundBar({ ...bar, measured: comparison.ratio }), comparison };
}

interface BoundBar {
  readonly title: string;
  readonly unit: string;
  readonly measured: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A bar on one number; a number that is none misses it. */
export function boundBar(bar: BoundBar): Bar {
  const { title, unit, measured, atLeast, atMost } = bar;
  const shown = { title, unit, measured };
  if (atLeast !== undefined) {
    return { ...shown, need: `>= ${atLeast}`, isMet: measured >= atLeast };
  }
  if (atMost !== undefined) {
    return { ...shown, need: `<= ${atMost}`, isMet: measured <= atMost };
  }
  return { ...shown, need: "no bar", isMet: null };
}
