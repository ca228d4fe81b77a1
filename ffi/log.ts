/**
 * The log of a space: when each write, sync and acknowledgement came, in an
 * order that proves what was durable. Goes in: an open space, or the file that
 * a dead process left; comes out: `LogRecord`s.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import { LANE_OPS, type LaneOp } from "./evidence.ts";
import { LAYOUTS } from "./layout.ts";
import { StructView } from "./struct_view.ts";

/** Something that began, before it was sent; or ended, after it came back. */
export interface LogRecord {
  /** Place in the log, from 1. */
  readonly sequence: number;
  readonly timeNs: number;
  readonly stage: "begun" | "ended";
  readonly op: LaneOp;
  /** `sequence` of the first record of the operation. */
  readonly begun: number;
  /** `null`: no lane asked for it. */
  readonly lane: number | null;
  readonly file: number;
  /** Bytes in its file; of an object the number of its key. */
  readonly offset: number;
  /** Of these units; of the whole write when it ends. */
  readonly bytes: number;
  /** Of all its units, or of the object; of the first unit at the end. */
  readonly generation: number;
  /** With `lane` and `seconds` what the bytes of a write follow from. */
  readonly stampSequence: number;
  readonly seconds: number;
  /** The next record belongs to the same write. */
  readonly more: boolean;
  /** Ended: it survives a loss of power without a sync. */
  readonly durable: boolean;
  /** Ended with an error: nobody knows the outcome. */
  readonly hasFailed: boolean;
}

/** How a log is kept. */
export interface LogOptions {
  /** Records that fit until they are read; what comes then is dropped. */
  readonly capacity: number;
  /** A file that outlives the process; absent: in memory. */
  readonly path?: string;
}

/** How much of what happened is in a log. */
export interface LogFacts {
  readonly capacity: number;
  readonly written: number;
  readonly read: number;
  /** More than 0: what the log says is not all. */
  readonly dropped: number;
}

const MORE = 1;
const DURABLE = 2;
const BEGUN = 1;
const NO_LANE = 65535;
const READ_AT_ONCE = 4096;

/** How `sv_space_log` and `sv_objects_log` are called. */
export type StartLog = (
  path: Uint8Array<ArrayBuffer> | null,
  capacity: number,
  slot: BigUint64Array<ArrayBuffer>,
) => Promise<number>;

/** Starts the log of a space that has no lanes yet; it ends with the space. */
export async function startLog(
  library: Library,
  { path, capacity }: LogOptions,
  start: StartLog,
): Promise<CoreLog> {
  const name = path === undefined ? null : library.cString(path);
  const slot = handleSlot();
  const status = await library.blocking(
    start(name, capacity, slot),
    ...[name, slot],
  );
  library.must(status, {
    operation: "start log",
    ...(path === undefined ? {} : { subject: path }),
  });
  return new CoreLog(library, { handle: handleIn(slot), isOwned: false });
}

/** Opens what a process left that is gone. Close it; it changes nothing. */
export async function openLog(
  library: Library,
  path: string,
): Promise<CoreLog> {
  const name = library.cString(path);
  const slot = handleSlot();
  const status = await library.blocking(
    library.symbols.sv_log_open(name, slot),
    ...[name, slot],
  );
  library.must(status, { operation: "open log", subject: path });
  return new CoreLog(library, { handle: handleIn(slot), isOwned: true });
}

/** A log that is being written, or was. One reader. */
export class CoreLog implements Disposable {
  readonly #library: Library;
  readonly #isOwned: boolean;
  #handle: Deno.PointerObject | null;

  constructor(
    library: Library,
    { handle, isOwned }: {
      readonly handle: Deno.PointerObject;
      readonly isOwned: boolean;
    },
  ) {
    this.#library = library;
    this.#handle = handle;
    this.#isOwned = isOwned;
  }

  /** What came since the last call, all of it, in order. */
  read(): LogRecord[] {
    const { sizeBytes } = LAYOUTS.sv_log_record;
    const buffer = new Uint8Array(READ_AT_ONCE * sizeBytes);
    const view = new DataView(buffer.buffer);
    const records: LogRecord[] = [];
    for (let count = READ_AT_ONCE; count === READ_AT_ONCE;) {
      const handle = this.#open("read log");
      const status = this.#library.symbols.sv_log_read(
        ...[handle, buffer, READ_AT_ONCE] as const, // a tuple
      );
      count = this.#library.must(status, { operation: "read log" });
      for (let at = 0; at < count; at++) {
        records.push(readRecord(view, at * sizeBytes));
      }
    }
    return records;
  }

  facts(): LogFacts {
    const view = new StructView(LAYOUTS.sv_log_facts);
    const handle = this.#open("ask log");
    this.#library.must(
      this.#library.symbols.sv_log_facts(handle, view.bytes),
      { operation: "ask log" },
    );
    return {
      capacity: view.number("capacity"),
      written: view.number("written"),
      read: view.number("read"),
      dropped: view.number("dropped"),
    };
  }

  /** Harmless when repeated. The log of a space goes on without its reader. */
  close(): void {
    const handle = this.#handle;
    this.#handle = null;
    if (handle !== null && this.#isOwned) {
      this.#library.symbols.sv_log_close(handle);
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse(operation, "the log is closed");
  }
}

/** Where the fields are; a log may bring a million records a second. */
const AT = Object.fromEntries(
  Object.entries(LAYOUTS.sv_log_record.fields).map(([name, [offset]]) => [
    name,
    offset,
  ]),
  // The cast keeps the names of the fields, which entries lose.
) as Readonly<Record<keyof typeof LAYOUTS.sv_log_record.fields, number>>;

function readRecord(view: DataView, at: number): LogRecord {
  const flags = view.getUint8(at + AT.flags);
  const lane = view.getUint16(at + AT.lane, true);
  const isBegun = view.getUint8(at + AT.stage) === BEGUN;
  return {
    sequence: wideAt(view, at + AT.sequence),
    timeNs: wideAt(view, at + AT.time_ns),
    stage: isBegun ? "begun" : "ended",
    op: LANE_OPS[view.getUint8(at + AT.op)] ?? "write",
    begun: wideAt(view, at + AT.begun),
    lane: lane === NO_LANE ? null : lane,
    file: view.getUint16(at + AT.file, true),
    offset: wideAt(view, at + AT.offset),
    bytes: view.getUint32(at + AT.bytes, true),
    generation: wideAt(view, at + AT.generation),
    stampSequence: wideAt(view, at + AT.stamp),
    seconds: view.getUint32(at + AT.seconds, true),
    more: (flags & MORE) !== 0,
    durable: (flags & DURABLE) !== 0,
    hasFailed: view.getUint8(at + AT.has_failed) !== 0,
  };
}

/** 64 bits as a number: exact up to 2^53. */
function wideAt(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}
