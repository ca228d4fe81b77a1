/**
 * The course of a step that has no lanes: what ended when, and what was held
 * meanwhile. Goes in: each end as it happens; comes out: a bounded number of
 * rows, each of the same length but for the last.
 */

/** One stretch of a step. */
export interface CourseRow {
  /** Since the start of the course. */
  readonly startNs: number;
  readonly endNs: number;
  /** That ended in it. */
  readonly count: number;
  readonly bytes: number;
  /** Attempts beyond the first: made in it, or of those that ended in it. */
  readonly retries: number;
  /** Of those that ended in it; `null` without any. */
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
  /** The most that was held at any moment of it; absent: nobody told. */
  readonly heldBytesMax?: number;
}

/** What ended. */
export interface CourseEnd {
  readonly latencyNs: number;
  readonly bytes: number;
  /** As far as they are not told of as they are made. */
  readonly retries: number;
}

interface NotedEnd extends CourseEnd {
  readonly atNs: number;
}

interface NotedRetries {
  readonly atNs: number;
  readonly retries: number;
}

/** More are no more to see in a picture. */
const ROWS_MAX = 120;
/** Percentiles of fewer are those of one of them. */
const ENDS_PER_ROW = 4;
/** Lengths are rounded up: half of them are left at the least. */
const ROWS_MIN = 6;
const WIDTH_MIN_NS = 10e6;
/** Of what is held; they become twice as long when there are too many. */
const SLOTS_MAX = 1024;

interface Slot {
  maxBytes: number;
  lastBytes: number;
}

/** Collects a course while it goes on. */
export class CourseBook {
  readonly #startNs: number;
  readonly #ends: NotedEnd[] = [];
  readonly #retries: NotedRetries[] = [];
  #slots: (Slot | undefined)[] = [];
  #slotNs = WIDTH_MIN_NS;

  /** `startNs` of the clock that all times are of. */
  constructor(startNs: number) {
    this.#startNs = startNs;
  }

  /** In the order in which they end. */
  note(atNs: number, end: CourseEnd): void {
    this.#ends.push({ atNs: atNs - this.#startNs, ...end });
  }

  /** Attempts beyond the first, also of what fails in the end. */
  again(atNs: number, retries: number): void {
    if (retries > 0) {
      this.#retries.push({ atNs: atNs - this.#startNs, retries });
    }
  }

  /** What is held from now on, until it is told again. */
  hold(atNs: number, bytes: number): void {
    const sinceNs = Math.max(0, atNs - this.#startNs);
    while (sinceNs >= SLOTS_MAX * this.#slotNs) this.#widen();
    const index = Math.floor(sinceNs / this.#slotNs);
    const slot = this.#slots[index];
    if (slot === undefined) {
      this.#slots[index] = { maxBytes: bytes, lastBytes: bytes };
      return;
    }
    slot.maxBytes = Math.max(slot.maxBytes, bytes);
    slot.lastBytes = bytes;
  }

  /** Rows from the start to `endNs`; none where nothing ended or was retried. */
  rows(endNs: number): CourseRow[] {
    const durationNs = endNs - this.#startNs;
    const noted = this.#ends.length + this.#retries.length;
    if (durationNs <= 0 || noted === 0) return [];
    const widthNs = this.#rowNs(durationNs);
    // The last row takes a rest of less than half a row: rates of a moment
    // say nothing.
    const length = Math.max(1, Math.round(durationNs / widthNs));
    // What ended at the very end is in the last row.
    const rowOf = ({ atNs }: { readonly atNs: number }) =>
      Math.min(length - 1, Math.max(0, Math.floor(atNs / widthNs)));
    const byRow = Map.groupBy(this.#ends, rowOf);
    const retries = Map.groupBy(this.#retries, rowOf);
    const held = this.#heldMax(widthNs);
    return Array.from(
      { length },
      (_, index): CourseRow => ({
        startNs: index * widthNs,
        endNs: index === length - 1 ? durationNs : (index + 1) * widthNs,
        ...summed(byRow.get(index) ?? [], retries.get(index) ?? []),
        ...(held === null
          ? {}
          : { heldBytesMax: held(index, index === length - 1) }),
      }),
    );
  }

  /** 1, 2 or 5 of a decade: rows of the same length in every run of a kind. */
  #rowNs(durationNs: number): number {
    const rowsMax = Math.min(
      ROWS_MAX,
      Math.max(ROWS_MIN, Math.floor(this.#ends.length / ENDS_PER_ROW)),
    );
    const least = Math.max(durationNs / rowsMax, this.#slotNs);
    for (let decade = WIDTH_MIN_NS;; decade *= 10) {
      for (const times of [1, 2, 5]) {
        if (decade * times >= least) return decade * times;
      }
    }
  }

  #widen(): void {
    const slots: (Slot | undefined)[] = [];
    for (let index = 0; index < this.#slots.length; index += 2) {
      const [first, second] = [this.#slots[index], this.#slots[index + 1]];
      slots.push(
        first === undefined || second === undefined ? first ?? second : {
          maxBytes: Math.max(first.maxBytes, second.maxBytes),
          lastBytes: second.lastBytes,
        },
      );
    }
    this.#slots = slots;
    this.#slotNs *= 2;
  }

  /** By row; what was held before goes on where nothing was told. */
  #heldMax(
    widthNs: number,
  ): ((row: number, isLast: boolean) => number) | null {
    if (this.#slots.length === 0) return null;
    return (row, isLast) => {
      const from = Math.floor(row * widthNs / this.#slotNs);
      const to = isLast
        ? this.#slots.length
        : Math.ceil((row + 1) * widthNs / this.#slotNs);
      let most = 0;
      for (let index = from - 1; index >= 0; index--) {
        const slot = this.#slots[index];
        if (slot === undefined) continue;
        most = slot.lastBytes;
        break;
      }
      for (let index = from; index < to; index++) {
        most = Math.max(most, this.#slots[index]?.maxBytes ?? 0);
      }
      return most;
    };
  }
}

/** Percentiles are those of the very values. */
function summed(ends: readonly NotedEnd[], again: readonly NotedRetries[]) {
  const sorted = ends.map(({ latencyNs }) => latencyNs).sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return {
    count: ends.length,
    bytes: ends.reduce((total, { bytes }) => total + bytes, 0),
    retries: [...ends, ...again]
      .reduce((total, { retries }) => total + retries, 0),
    p50Ns: at(0.5),
    p99Ns: at(0.99),
    maxNs: sorted.at(-1) ?? null,
  };
}
