/**
 * Operations one by one as columns: of lanes from their rings, of other steps
 * as they were told. Goes in: rows; come out: the same columns for all.
 */
import type { KeptColumns } from "../../../backends/mod.ts";
import type { ToldOperation } from "../../workers/mod.ts";
import type { ArrowColumn } from "./arrow_file.ts";
import { type PackedNulls, zeroNulls } from "./packed_column.ts";

const WARMUP = 1;

/** Words that columns point into: the same arrays for the whole file. */
export interface OperationWords {
  readonly targets: readonly string[];
  readonly steps: readonly string[];
  /** First those of lanes, in the order of the core. */
  readonly ops: readonly string[];
  /** `ENOSPC` of a negative status. */
  statusName(status: number): string;
}

/** Rows of one lane, and whose they are. */
export interface OperationSpan {
  readonly from: number;
  readonly to: number;
  readonly target: string;
  readonly step: string;
  readonly lane: number;
  /** `null`: places are numbers of files. */
  keyName(place: number): string | null;
}

/** Spans cover all rows of `kept`, whose memory the columns borrow. */
export function keptColumns(
  kept: KeptColumns,
  spans: readonly OperationSpan[],
  words: OperationWords,
): ArrowColumn[] {
  const { count } = kept;
  const targets = new Int16Array(count);
  const steps = new Int16Array(count);
  const lanes = new Int32Array(count);
  const files = new Int32Array(count);
  const fileNulls = noValues(count);
  const keys: (string | null)[] = [];
  for (const { from, to, ...span } of spans) {
    targets.fill(words.targets.indexOf(span.target), from, to);
    steps.fill(words.steps.indexOf(span.step), from, to);
    lanes.fill(span.lane, from, to);
    if (to > from && span.keyName(Number(kept.places[from])) === null) {
      for (let at = from; at < to; at++) {
        files[at] = Number(kept.places[at]);
        hasValue(fileNulls, at);
      }
      continue;
    }
    for (let at = from; at < to; at++) {
      keys[at] = span.keyName(Number(kept.places[at]));
    }
  }
  keys.length = keys.length === 0 ? 0 : count;
  const statuses = kept.statuses.subarray(0, count);
  const wide = (values: BigInt64Array<ArrayBuffer>) =>
    values.subarray(0, count);
  return columnsOf(words, {
    ...{ targets, steps, lanes, files, fileNulls, statuses },
    ops: new Int8Array(kept.ops.buffer, kept.ops.byteOffset, count),
    keys: keys.length === 0 ? null : Array.from(keys, (key) => key ?? null),
    offsets: wide(kept.offsets),
    bytes: wide(kept.lengths),
    generations: wide(kept.generations),
    intendedNs: wide(kept.intendedNs),
    startNs: wide(kept.startNs),
    firstByteNs: wide(kept.firstByteNs),
    endNs: wide(kept.endNs),
    attempts: kept.attempts.subarray(0, count),
    errors: statuses.every((status) => status === 0) ? null : Array.from(
      statuses,
      (status) => status === 0 ? null : words.statusName(status),
    ),
    warmups: kept.flags.subarray(0, count),
  });
}

/** Of steps that have no lanes. */
export function toldColumns(
  rows: readonly ToldOperation[],
  words: OperationWords,
): ArrowColumn[] {
  const count = rows.length;
  const laneNulls = noValues(count);
  const byteNulls = noValues(count);
  rows.forEach(({ bytes, lane }, at) => {
    if (lane !== null) hasValue(laneNulls, at);
    if (bytes !== null) hasValue(byteNulls, at);
  });
  const wide = (of: (row: ToldOperation) => number) =>
    BigInt64Array.from(rows, (row) => BigInt(Math.round(of(row))));
  const zeros = new BigInt64Array(count);
  return columnsOf(words, {
    targets: Int16Array.from(
      rows,
      ({ target }) => words.targets.indexOf(target),
    ),
    steps: Int16Array.from(rows, ({ step }) => words.steps.indexOf(step)),
    ops: Int8Array.from(rows, ({ op }) => words.ops.indexOf(op)),
    lanes: Int32Array.from(rows, ({ lane }) => lane ?? 0),
    laneNulls,
    files: new Int32Array(count),
    fileNulls: noValues(count),
    keys: rows.map(({ key }) => key),
    offsets: zeros,
    bytes: wide(({ bytes }) => bytes ?? 0),
    byteNulls,
    generations: wide(({ generation }) => generation ?? 0),
    intendedNs: zeros,
    startNs: wide(({ startNs }) => startNs),
    firstByteNs: zeros,
    endNs: wide(({ endNs }) => endNs),
    attempts: Uint16Array.from(
      rows,
      ({ attempts }) => Math.min(attempts, 0xffff),
    ),
    statuses: new Int32Array(count),
    statusNulls: noValues(count),
    errors: rows.map(({ failure }) => failure),
    warmups: new Uint8Array(count),
  });
}

type Wide = BigInt64Array<ArrayBuffer>;

/** The values of all columns; 0 where there is none. */
interface OperationValues {
  readonly targets: Int16Array<ArrayBuffer>;
  readonly steps: Int16Array<ArrayBuffer>;
  readonly ops: Int8Array<ArrayBuffer>;
  readonly lanes: Int32Array<ArrayBuffer>;
  readonly laneNulls?: PackedNulls;
  readonly files: Int32Array<ArrayBuffer>;
  readonly fileNulls: PackedNulls;
  /** `null`: no row has one. */
  readonly keys: readonly (string | null)[] | null;
  readonly offsets: Wide;
  readonly bytes: Wide;
  readonly byteNulls?: PackedNulls;
  readonly generations: Wide;
  readonly intendedNs: Wide;
  readonly startNs: Wide;
  readonly firstByteNs: Wide;
  readonly endNs: Wide;
  readonly attempts: Uint16Array<ArrayBuffer>;
  readonly statuses: Int32Array<ArrayBuffer>;
  readonly statusNulls?: PackedNulls;
  readonly errors: readonly (string | null)[] | null;
  readonly warmups: Uint8Array<ArrayBuffer>;
}

function columnsOf(
  words: OperationWords,
  of: OperationValues,
): ArrowColumn[] {
  const code = (
    name: string,
    values: Int8Array<ArrayBuffer> | Int16Array<ArrayBuffer>,
    known: readonly string[],
  ): ArrowColumn => ({ name, kind: "code", values, words: known });
  const numbers = (
    name: string,
    values: Wide | Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
    nulls?: PackedNulls,
  ): ArrowColumn => ({
    name,
    kind: "numbers",
    values,
    ...(nulls && { nulls }),
  });
  const orNull = (name: string, values: Wide) =>
    numbers(name, values, zeroNulls(values));
  const texts = (
    name: string,
    values: readonly (string | null)[] | null,
  ): ArrowColumn =>
    values === null
      ? { name, kind: "nothing", values: of.targets }
      : { name, kind: "text", values };
  return [
    code("target", of.targets, words.targets),
    code("step", of.steps, words.steps),
    code("op", of.ops, words.ops),
    numbers("lane", of.lanes, of.laneNulls),
    texts("key", of.keys),
    numbers("file", of.files, of.fileNulls),
    numbers("offset", of.offsets),
    numbers("bytes", of.bytes, of.byteNulls),
    orNull("generation", of.generations),
    orNull("intended_ns", of.intendedNs),
    numbers("start_ns", of.startNs),
    orNull("first_byte_ns", of.firstByteNs),
    numbers("end_ns", of.endNs),
    numbers("attempts", of.attempts),
    numbers("status", of.statuses, of.statusNulls),
    texts("error", of.errors),
    {
      name: "is_warmup",
      kind: "claims",
      bits: bitsOf(of.warmups),
      values: of.warmups,
    },
  ];
}

function bitsOf(flags: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(Math.ceil(flags.length / 64) * 8);
  for (let at = 0; at < flags.length; at++) {
    if (((flags[at] ?? 0) & WARMUP) !== 0) {
      bits[at >> 3] = (bits[at >> 3] ?? 0) | 1 << (at & 7);
    }
  }
  return bits;
}

type GrowingNulls = {
  -readonly [Name in keyof PackedNulls]: PackedNulls[Name];
};

function noValues(count: number): GrowingNulls {
  return { nullCount: count, bits: new Uint8Array(Math.ceil(count / 64) * 8) };
}

function hasValue(nulls: GrowingNulls, at: number): void {
  nulls.bits[at >> 3] = (nulls.bits[at >> 3] ?? 0) | 1 << (at & 7);
  nulls.nullCount--;
}
