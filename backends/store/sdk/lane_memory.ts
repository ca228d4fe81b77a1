/**
 * Counters and histograms of a script lane, in memory that two threads share:
 * the lane adds, the main thread reads at any time. Laid out as the core lays
 * out its own: counters in its order, histograms in its buckets.
 */
import {
  COUNTERS,
  HISTOGRAM_LENGTH,
  LANE_OPS,
  type LaneCounters,
  type LaneOp,
  LATENCY_KINDS,
  type LatencyCounts,
  type LatencyKind,
  SIZE_CLASS_BYTES,
  type SizeClassCounts,
} from "../../../ffi/mod.ts";

/** A counter by its name in the core. */
export type CoreCounter = (typeof COUNTERS)[number];

/** Words before the buckets: count, sum, lowest, highest, over, bytes. */
const FACTS = 6;
const HISTOGRAM_WORDS = FACTS + HISTOGRAM_LENGTH;
const CLASSES_START = LANE_OPS.length * LATENCY_KINDS.length;
const HISTOGRAMS = CLASSES_START + 2 * SIZE_CLASS_BYTES.length;
const WORDS = COUNTERS.length + HISTOGRAMS * HISTOGRAM_WORDS;

const INDEX: ReadonlyMap<string, number> = new Map(
  COUNTERS.map((name, index) => [name, index]),
);
const KEYS = COUNTERS.map((name) =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
);

/** Zeroed memory for one lane: 12 MiB, of which the untouched costs nothing. */
export function laneBuffer(): SharedArrayBuffer {
  return new SharedArrayBuffer(WORDS * 8);
}

/** One sample: how long it took, and the bucket that is its place. */
export interface LatencySample {
  readonly ns: number;
  /** `null`: above the range of the histogram. */
  readonly bucket: number | null;
}

/** Either side's view of one lane. One thread adds, any may read. */
export class LaneMemory {
  readonly #words: BigUint64Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new BigUint64Array(buffer);
  }

  add(name: CoreCounter, count = 1): void {
    const at = INDEX.get(name) ?? 0;
    this.#words[at] = (this.#words[at] ?? 0n) + BigInt(count);
  }

  set(name: CoreCounter, value: number | bigint): void {
    this.#words[INDEX.get(name) ?? 0] = BigInt(value);
  }

  get(name: CoreCounter): number {
    return Number(this.#words[INDEX.get(name) ?? 0] ?? 0n);
  }

  counters(): LaneCounters {
    const entries = KEYS.map((key, index): [string, number] => [
      key,
      Number(this.#words[index] ?? 0n),
    ]);
    // KEYS are COUNTERS in camel case, which is how the type is derived too.
    return Object.fromEntries(entries) as LaneCounters;
  }

  record(op: LaneOp, kind: LatencyKind, sample: LatencySample): void {
    this.#record(slotOf(op, kind), sample, 0);
  }

  /** A get or put of `sizeBytes`, in its row. */
  recordSize(
    op: "get" | "put",
    sizeBytes: number,
    sample: LatencySample,
  ): void {
    const index = SIZE_CLASS_BYTES.findIndex((limit) => sizeBytes <= limit);
    this.#record(classSlot(op, index), sample, sizeBytes);
  }

  latency(op: LaneOp, kind: LatencyKind): LatencyCounts {
    return this.#latency(slotOf(op, kind));
  }

  sizeClass(op: "get" | "put", index: number): SizeClassCounts {
    const slot = classSlot(op, index);
    const bytes = Number(this.#words[startOf(slot) + 5] ?? 0n);
    return { latency: this.#latency(slot), bytes };
  }

  #record(slot: number, { ns, bucket }: LatencySample, bytes: number): void {
    const words = this.#words;
    const start = startOf(slot);
    const value = BigInt(ns);
    const add = (at: number, count: bigint) => {
      words[start + at] = (words[start + at] ?? 0n) + count;
    };
    if (bucket === null) add(4, 1n);
    else {
      const isFirst = words[start] === 0n;
      if (isFirst || value < (words[start + 2] ?? 0n)) words[start + 2] = value;
      add(FACTS + bucket, 1n);
      add(1, value);
      add(0, 1n);
    }
    if (value > (words[start + 3] ?? 0n)) words[start + 3] = value;
    add(5, BigInt(bytes));
  }

  #latency(slot: number): LatencyCounts {
    const start = startOf(slot);
    const number = (at: number) => Number(this.#words[start + at] ?? 0n);
    const count = number(0);
    const buckets = this.#words.subarray(
      start + FACTS,
      start + HISTOGRAM_WORDS,
    );
    return {
      counts: count === 0 ? new BigUint64Array(0) : buckets,
      count,
      sumNs: number(1),
      minNs: count === 0 ? null : number(2),
      maxNs: number(3),
      over: number(4),
    };
  }
}

function slotOf(op: LaneOp, kind: LatencyKind): number {
  return LANE_OPS.indexOf(op) * LATENCY_KINDS.length +
    LATENCY_KINDS.indexOf(kind);
}

function classSlot(op: "get" | "put", index: number): number {
  return CLASSES_START + (op === "put" ? SIZE_CLASS_BYTES.length : 0) + index;
}

function startOf(slot: number): number {
  return COUNTERS.length + slot * HISTOGRAM_WORDS;
}
