/**
 * Operations of lanes one by one, as columns: what lanes keep while they run,
 * moved out of their rings. Goes in: a room; comes out: typed arrays that can be
 * written as they are.
 */
import { LANE_OPS, type LaneOp } from "./evidence.ts";
import { LAYOUTS } from "./layout.ts";

const WARMUP = 1;
/** Counters of C hold no more. */
const ATTEMPTS_MAX = 0xffff;
const ROW_BYTES = LAYOUTS.sv_kept.sizeBytes;

/** One operation that has ended, as `struct sv_kept` has it. */
export interface KeptOperation {
  readonly op: LaneOp;
  /** When it was to start; `null` in a closed loop. */
  readonly intendedNs: number | null;
  readonly startNs: number;
  /** When its answer began; `null`: nobody knows. */
  readonly firstByteNs: number | null;
  readonly endNs: number;
  /** Number of the file, or of the key. */
  readonly place: number;
  /** In the file; of a range in its object. */
  readonly offset: number;
  readonly bytes: number;
  /** Written, or found by comparing; 0: none. */
  readonly generation: number;
  /** 0, or why it failed. */
  readonly status: number;
  /** Requests, of all its parts and retries. */
  readonly attempts: number;
  /** In none of the totals. */
  readonly isWarmup: boolean;
}

/** A lane that can keep its operations. */
export interface KeepingLane {
  /** Keeps each from now on; before its gate opens. A power of two. */
  keep(capacity: number): void;
  /**
   * Moves what it kept behind what is in `columns`, as far as there is room;
   * says how many of all so far it had no room for itself.
   */
  takeKept(columns: KeptColumns): number;
}

/** Rows that one lane after another fills. */
export class KeptColumns {
  /** Rows that fit. */
  readonly room: number;
  /** Rows that are filled. */
  count = 0;
  /** As the core fills it: one column after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly intendedNs: BigInt64Array<ArrayBuffer>;
  readonly startNs: BigInt64Array<ArrayBuffer>;
  readonly firstByteNs: BigInt64Array<ArrayBuffer>;
  readonly endNs: BigInt64Array<ArrayBuffer>;
  readonly places: BigInt64Array<ArrayBuffer>;
  readonly offsets: BigInt64Array<ArrayBuffer>;
  readonly lengths: BigInt64Array<ArrayBuffer>;
  readonly generations: BigInt64Array<ArrayBuffer>;
  readonly statuses: Int32Array<ArrayBuffer>;
  readonly attempts: Uint16Array<ArrayBuffer>;
  /** Places in `LANE_OPS`. */
  readonly ops: Uint8Array<ArrayBuffer>;
  /** 1: of the warm-up. */
  readonly flags: Uint8Array<ArrayBuffer>;

  constructor(room: number) {
    const buffer = new ArrayBuffer(room * ROW_BYTES);
    const wide = (column: number) =>
      new BigInt64Array(buffer, column * 8 * room, room);
    this.room = room;
    this.bytes = new Uint8Array(buffer);
    this.intendedNs = wide(0);
    this.startNs = wide(1);
    this.firstByteNs = wide(2);
    this.endNs = wide(3);
    this.places = wide(4);
    this.offsets = wide(5);
    this.lengths = wide(6);
    this.generations = wide(7);
    this.statuses = new Int32Array(buffer, 64 * room, room);
    this.attempts = new Uint16Array(buffer, 68 * room, room);
    this.ops = new Uint8Array(buffer, 70 * room, room);
    this.flags = new Uint8Array(buffer, 71 * room, room);
  }

  /** What is filled, in memory of its own. */
  copy(): KeptColumns {
    const copied = new KeptColumns(this.count);
    copied.count = this.count;
    const { count } = this;
    copied.intendedNs.set(this.intendedNs.subarray(0, count));
    copied.startNs.set(this.startNs.subarray(0, count));
    copied.firstByteNs.set(this.firstByteNs.subarray(0, count));
    copied.endNs.set(this.endNs.subarray(0, count));
    copied.places.set(this.places.subarray(0, count));
    copied.offsets.set(this.offsets.subarray(0, count));
    copied.lengths.set(this.lengths.subarray(0, count));
    copied.generations.set(this.generations.subarray(0, count));
    copied.statuses.set(this.statuses.subarray(0, count));
    copied.attempts.set(this.attempts.subarray(0, count));
    copied.ops.set(this.ops.subarray(0, count));
    copied.flags.set(this.flags.subarray(0, count));
    return copied;
  }

  /** False when there is no room. */
  add(row: KeptOperation): boolean {
    if (this.count === this.room) return false;
    const at = this.count++;
    this.intendedNs[at] = BigInt(row.intendedNs ?? 0);
    this.startNs[at] = BigInt(row.startNs);
    this.firstByteNs[at] = BigInt(row.firstByteNs ?? 0);
    this.endNs[at] = BigInt(row.endNs);
    this.places[at] = BigInt(row.place);
    this.offsets[at] = BigInt(row.offset);
    this.lengths[at] = BigInt(row.bytes);
    this.generations[at] = BigInt(row.generation);
    this.statuses[at] = row.status;
    this.attempts[at] = Math.min(row.attempts, ATTEMPTS_MAX);
    this.ops[at] = LANE_OPS.indexOf(row.op);
    this.flags[at] = row.isWarmup ? WARMUP : 0;
    return true;
  }
}
