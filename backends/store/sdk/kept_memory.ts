/**
 * The operations of a script lane, in memory that two threads share: the lane
 * adds, the main thread takes. A ring as the core's: what finds no room is
 * counted, and not kept.
 */
import {
  type KeptColumns,
  type KeptOperation,
  LANE_OPS,
} from "../../../ffi/mod.ts";

/** Words before the rows: how many were added, taken, and lost. */
const ADDED = 0;
const TAKEN = 1;
const LOST = 2;
const HEAD_WORDS = 8;
const ROW_WORDS = 12;

/** Zeroed memory for `capacity` operations. */
export function keptBuffer(capacity: number): SharedArrayBuffer {
  return new SharedArrayBuffer((HEAD_WORDS + capacity * ROW_WORDS) * 8);
}

/** Either side's view of the ring of one lane. */
export class KeptMemory {
  readonly #words: BigInt64Array<SharedArrayBuffer>;
  readonly #capacity: number;

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new BigInt64Array(buffer);
    this.#capacity = Math.floor(
      (this.#words.length - HEAD_WORDS) / ROW_WORDS,
    );
  }

  /** The lane's thread alone. */
  add(row: KeptOperation): void {
    const words = this.#words;
    const added = Atomics.load(words, ADDED);
    if (Number(added - Atomics.load(words, TAKEN)) >= this.#capacity) {
      Atomics.add(words, LOST, 1n);
      return;
    }
    const values = [
      ...[row.intendedNs ?? 0, row.startNs, row.firstByteNs ?? 0, row.endNs],
      ...[row.place, row.offset, row.bytes, row.generation, row.status],
      ...[row.attempts, LANE_OPS.indexOf(row.op), row.isWarmup ? 1 : 0],
    ];
    const start = this.#start(added);
    values.forEach((value, at) => words[start + at] = BigInt(value));
    Atomics.store(words, ADDED, added + 1n);
  }

  /** The main thread alone: as `KeepingLane.takeKept()`. */
  take(columns: KeptColumns): number {
    const words = this.#words;
    const added = Atomics.load(words, ADDED);
    let taken = Atomics.load(words, TAKEN);
    while (taken < added && columns.add(this.#row(this.#start(taken)))) taken++;
    Atomics.store(words, TAKEN, taken);
    return Number(Atomics.load(words, LOST));
  }

  #start(number: bigint): number {
    return HEAD_WORDS + Number(number % BigInt(this.#capacity)) * ROW_WORDS;
  }

  #row(start: number): KeptOperation {
    const value = (at: number) => Number(this.#words[start + at] ?? 0n);
    const orNull = (at: number) => value(at) === 0 ? null : value(at);
    return {
      ...{ intendedNs: orNull(0), startNs: value(1), firstByteNs: orNull(2) },
      ...{ endNs: value(3), place: value(4), offset: value(5) },
      ...{ bytes: value(6), generation: value(7), status: value(8) },
      attempts: value(9),
      op: LANE_OPS[value(10)] ?? "get",
      isWarmup: value(11) !== 0,
    };
  }
}
