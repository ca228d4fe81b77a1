/**
 * Makes acknowledgements of what lanes log. Goes in: the log of one space, in
 * its order; comes out: which writes returned, and up to where they are durable.
 *
 * Design: a log says when a sync began and when it ended, and all writes that
 * had returned before it began are durable once it has. So the writes of a file
 * are counted into groups, a sync closes the group that it begins in, and its
 * end makes that group durable with all before it. Writes that failed are never
 * told of, and what is told late is told as less: each error is on the side
 * that accuses nobody.
 */
import type { LogRecord } from "../../ffi/mod.ts";
import { RANGES_MAX, type SyncedAck, type WrittenAck } from "./ack_record.ts";

/** What the space is made of, as its spec has it. */
export interface GatherShape {
  readonly space: number;
  readonly unitBytes: number;
}

interface Begun {
  readonly file: number;
  /** Three numbers each, as in `WrittenAck`. */
  readonly ranges: number[];
}

interface FileAcks {
  group: number;
  /** By group: ranges in the order in which they returned. */
  readonly pending: Map<number, number[]>;
  durable: number;
  durableTold: number;
  /** Syncs on their way, by where they began: the group that they close. */
  readonly marks: Map<number, number>;
  /** A sync failed: the kernel forgets what it could not write. */
  isPoisoned: boolean;
}

/** Durable as soon as it returned. */
const BY_ITSELF = 0;
/** Operations on their way beyond that were dropped from the log. */
const BEGUN_MAX = 1 << 17;

/** Gathers one space; ask for it in turns. */
export class AckGatherer {
  readonly #shape: GatherShape;
  readonly #begun = new Map<number, Begun>();
  readonly #files = new Map<number, FileAcks>();

  constructor(shape: GatherShape) {
    this.#shape = shape;
  }

  /** Takes in what the log says next. */
  take(records: readonly LogRecord[]): void {
    for (const record of records) {
      if (record.op === "write") this.#write(record);
      else if (record.op === "sync") this.#sync(record);
    }
    while (this.#begun.size > BEGUN_MAX) {
      const [oldest] = this.#begun.keys();
      if (oldest !== undefined) this.#begun.delete(oldest);
    }
  }

  /** What is to be told since the last call: writes before their syncs. */
  flush(): (WrittenAck | SyncedAck)[] {
    const { space } = this.#shape;
    return [...this.#files].flatMap(([file, acks]) => {
      const written = this.#flushWritten(file, acks);
      if (acks.durable === acks.durableTold) return written;
      acks.durableTold = acks.durable;
      const group = acks.durable;
      return [...written, { kind: "synced" as const, space, file, group }];
    });
  }

  #write(record: LogRecord): void {
    if (record.stage === "begun") {
      const begun = this.#begun.get(record.begun) ??
        { file: record.file, ranges: [] };
      const { unitBytes } = this.#shape;
      begun.ranges.push(
        record.offset / unitBytes,
        record.bytes / unitBytes,
        record.generation,
      );
      this.#begun.set(record.begun, begun);
      return;
    }
    const begun = this.#begun.get(record.begun);
    this.#begun.delete(record.begun);
    if (begun === undefined || record.hasFailed) return;
    const acks = this.#file(begun.file);
    const group = record.durable ? BY_ITSELF : acks.group;
    const ranges = acks.pending.get(group) ?? [];
    for (const number of begun.ranges) ranges.push(number);
    acks.pending.set(group, ranges);
  }

  #sync(record: LogRecord): void {
    const acks = this.#file(record.file);
    if (record.stage === "begun") {
      acks.marks.set(record.sequence, acks.group);
      acks.group += 1;
      return;
    }
    const mark = acks.marks.get(record.begun);
    acks.marks.delete(record.begun);
    if (record.hasFailed) acks.isPoisoned = true;
    if (mark === undefined || acks.isPoisoned) return;
    acks.durable = Math.max(acks.durable, mark);
  }

  #file(file: number): FileAcks {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const acks = {
      group: 1,
      pending: new Map<number, number[]>(),
      durable: 0,
      durableTold: 0,
      marks: new Map<number, number>(),
      isPoisoned: false,
    };
    this.#files.set(file, acks);
    return acks;
  }

  /** Groups between which no sync stands any more become one: the later. */
  #flushWritten(file: number, acks: FileAcks): WrittenAck[] {
    const cuts = [acks.durable, ...acks.marks.values(), acks.group]
      .sort((a, b) => a - b);
    const merged = new Map<number, number[]>();
    for (const [group, ranges] of acks.pending) {
      const into = group === BY_ITSELF
        ? BY_ITSELF
        : cuts.find((cut) => cut >= group) ?? acks.group;
      const all = merged.get(into) ?? [];
      for (const number of ranges) all.push(number);
      merged.set(into, all);
    }
    acks.pending.clear();
    const { space } = this.#shape;
    return [...merged].flatMap(([group, ranges]) =>
      pieces(joinRanges(ranges)).map((piece) => ({
        kind: "written" as const,
        ...{ space, file, group },
        ranges: piece,
      }))
    );
  }
}

/** Sorted; neighbours of one generation are one range. */
export function joinRanges(ranges: readonly number[]): number[] {
  const order = orderOf(ranges);
  const at = (index: number) => ranges[index] ?? 0;
  const out: number[] = [];
  for (let place = 0; place < order.length; place++) {
    const index = order[place] ?? 0;
    const [unit, units, generation] = [at(index), at(index + 1), at(index + 2)];
    const next = order[place + 1];
    const isWrittenOver = next !== undefined && at(next) === unit &&
      at(next + 1) >= units && at(next + 2) >= generation;
    if (isWrittenOver) continue;
    const last = out.length - 3;
    const end = (out[last] ?? -1) + (out[last + 1] ?? 0);
    if (last >= 0 && end === unit && out[last + 2] === generation) {
      out[last + 1] = (out[last + 1] ?? 0) + units;
    } else out.push(unit, units, generation);
  }
  return out;
}

/**
 * Where each range begins in `ranges`, by unit, and by time where units are the
 * same. One number holds both, because numbers are sorted ten times as fast as
 * things that must be compared.
 */
function orderOf(ranges: readonly number[]): ArrayLike<number> {
  const count = ranges.length / 3;
  const keys = new Float64Array(count);
  let unitMax = 0;
  for (let index = 0; index < count; index++) {
    const unit = ranges[3 * index] ?? 0;
    unitMax = Math.max(unitMax, unit);
    keys[index] = unit * count + index;
  }
  if (!Number.isSafeInteger((unitMax + 1) * count)) {
    return Array.from(keys, (_, index) => 3 * index)
      .sort((a, b) => (ranges[a] ?? 0) - (ranges[b] ?? 0) || a - b);
  }
  keys.sort();
  return keys.map((key) => 3 * (key % count));
}

function pieces(ranges: readonly number[]): number[][] {
  const out: number[][] = [];
  for (let at = 0; at < ranges.length; at += 3 * RANGES_MAX) {
    out.push(ranges.slice(at, at + 3 * RANGES_MAX));
  }
  return out;
}
