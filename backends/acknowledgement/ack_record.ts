/**
 * What a run tells another host: what it is, which writes returned, and which
 * of them a sync made durable. Goes in: `AckRecord`s; comes out: their bytes, of
 * which a journal is made, and back.
 */
import { ByteReader, ByteWriter } from "./_bytes.ts";

/** Who speaks; the plan follows, in as many pieces as it takes. */
export interface RunAck {
  readonly kind: "run";
  readonly runId: string;
  /** `run.json` as it was when the run began. */
  readonly state: string;
}

/** A piece of `plan.json`. */
export interface PlanAck {
  readonly kind: "plan";
  readonly text: string;
}

/** A space was opened; later records name it by its number. */
export interface SpaceAck {
  readonly kind: "space";
  readonly space: number;
  readonly target: string;
  readonly unitBytes: number;
  /** Units of each file. */
  readonly fileUnits: number;
  readonly files: number;
}

/** Writes that returned. */
export interface WrittenAck {
  readonly kind: "written";
  readonly space: number;
  readonly file: number;
  /** What a sync covers is told by this number; 0: durable by itself. */
  readonly group: number;
  /** Three numbers each: first unit of the file, units, generation. */
  readonly ranges: readonly number[];
}

/** A sync returned: all groups of the file up to this one are durable. */
export interface SyncedAck {
  readonly kind: "synced";
  readonly space: number;
  readonly file: number;
  readonly group: number;
}

/** Nothing new: the host was there at that time. */
export interface AliveAck {
  readonly kind: "alive";
}

/** Writes of which nobody was told: they came faster than they were read. */
export interface DroppedAck {
  readonly kind: "dropped";
  readonly space: number;
  readonly records: number;
}

/** The run came to its end; without this one it was cut off. */
export interface EndAck {
  readonly kind: "end";
  /** `pass`, `findings` or what else its verdict was. */
  readonly outcome: string;
}

/** One record, and when it was made by the clock of the run's host. */
export type AckRecord =
  & { readonly atMs: number }
  & (
    | RunAck
    | PlanAck
    | SpaceAck
    | WrittenAck
    | SyncedAck
    | AliveAck
    | DroppedAck
    | EndAck
  );

/** In the file by their place, from 1. */
const KINDS = [
  "run",
  "plan",
  "space",
  "written",
  "synced",
  "alive",
  "dropped",
  "end",
] as const satisfies readonly AckRecord["kind"][];

/** Ranges of one record: far below what a journal takes. */
export const RANGES_MAX = 32_768;

/** The bytes of a record. Throws `RangeError` for more than `RANGES_MAX`. */
export function encodeAck(record: AckRecord): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  out.number(KINDS.indexOf(record.kind) + 1).number(record.atMs);
  switch (record.kind) {
    case "run":
      return out.text(record.runId).text(record.state).take();
    case "plan":
      return out.text(record.text).take();
    case "space":
      out.number(record.space).text(record.target).number(record.unitBytes);
      return out.number(record.fileUnits).number(record.files).take();
    case "written":
      out.number(record.space).number(record.file).number(record.group);
      writeRanges(out, record.ranges);
      return out.take();
    case "synced":
      out.number(record.space).number(record.file);
      return out.number(record.group).take();
    case "alive":
      return out.take();
    case "dropped":
      return out.number(record.space).number(record.records).take();
    case "end":
      return out.text(record.outcome).take();
  }
}

/** Fails with a `RangeError` for what this version never wrote. */
export function decodeAck(bytes: Uint8Array): AckRecord {
  const from = new ByteReader(bytes);
  const kind = KINDS[from.number() - 1];
  const atMs = from.number();
  const record: AckRecord = { atMs, ...bodyOf(kind, from) };
  if (!from.isAtEnd) throw new RangeError("A record goes on after its end");
  return record;
}

type Body<R = AckRecord> = R extends AckRecord ? Omit<R, "atMs"> : never;

function bodyOf(kind: AckRecord["kind"] | undefined, from: ByteReader): Body {
  switch (kind) {
    case "run":
      return { kind, runId: from.text(), state: from.text() };
    case "plan":
      return { kind, text: from.text() };
    case "space":
      return {
        kind,
        space: from.number(),
        target: from.text(),
        unitBytes: from.number(),
        fileUnits: from.number(),
        files: from.number(),
      };
    case "written":
      return {
        kind,
        space: from.number(),
        file: from.number(),
        group: from.number(),
        ranges: readRanges(from),
      };
    case "synced":
      return {
        kind,
        space: from.number(),
        file: from.number(),
        group: from.number(),
      };
    case "alive":
      return { kind };
    case "dropped":
      return { kind, space: from.number(), records: from.number() };
    case "end":
      return { kind, outcome: from.text() };
    default:
      throw new RangeError("A record is of no kind that is known");
  }
}

/** Sorted by their first unit: what is near takes few bytes. */
function writeRanges(out: ByteWriter, ranges: readonly number[]): void {
  const count = ranges.length / 3;
  if (count > RANGES_MAX) {
    throw new RangeError(`A record of ${count} ranges is too long`);
  }
  out.number(count);
  let before = 0;
  for (let at = 0; at < ranges.length; at += 3) {
    const unit = ranges[at] ?? 0;
    if (unit < before) throw new RangeError("Ranges are not in order");
    out.number(unit - before);
    out.number(ranges[at + 1] ?? 0).number(ranges[at + 2] ?? 0);
    before = unit;
  }
}

function readRanges(from: ByteReader): number[] {
  const count = from.number();
  if (count > RANGES_MAX) throw new RangeError("A record has too many ranges");
  const ranges: number[] = [];
  let unit = 0;
  for (let index = 0; index < count; index++) {
    unit += from.number();
    ranges.push(unit, from.number(), from.number());
  }
  return ranges;
}
