/**
 * Columns whose values lie in typed arrays already, for batches of many rows:
 * they go into a file as they are. Goes in: a column; comes out: a vector.
 */
import type { Vector } from "apache-arrow";
import type { ArrowLibrary } from "./arrow_file.ts";

/** Arrays that are the memory of an Arrow column. */
export type PackedNumbers =
  | BigInt64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>;

/** Which rows have a value. */
export interface PackedNulls {
  readonly nullCount: number;
  /** A bit for each row, the lowest first; 1: it has a value. */
  readonly bits: Uint8Array<ArrayBuffer>;
}

/** A column by what its values are. */
export type PackedColumn =
  | {
    readonly kind: "numbers";
    readonly values: PackedNumbers;
    /** Absent: every row has a value. */
    readonly nulls?: PackedNulls;
  }
  /** Places in `words`, which must be the same array in every batch. */
  | {
    readonly kind: "code";
    readonly values: Int8Array<ArrayBuffer> | Int16Array<ArrayBuffer>;
    readonly words: readonly string[];
  }
  /** A bit for each row, the lowest first. */
  | {
    readonly kind: "claims";
    readonly bits: Uint8Array<ArrayBuffer>;
    readonly values: { readonly length: number };
  }
  /** Texts, of which there is none. */
  | { readonly kind: "nothing"; readonly values: { readonly length: number } };

/** A file must not hold two dictionaries of one column, however alike. */
const DICTIONARIES = new WeakMap<readonly string[], Vector>();

/** `at` numbers the dictionary in its file. */
export function packedVector(
  arrow: ArrowLibrary,
  column: PackedColumn,
  at: number,
): Vector {
  const { length } = column.values;
  switch (column.kind) {
    case "numbers":
      return arrow.makeVector(arrow.makeData({
        ...{ type: typeOf(arrow, column.values), length },
        ...{ data: column.values, nullCount: column.nulls?.nullCount ?? 0 },
        ...(column.nulls && { nullBitmap: column.nulls.bits }),
      }));
    case "code":
      return arrow.makeVector(arrow.makeData({
        type: new arrow.Dictionary(
          new arrow.Utf8(),
          // With a sign: pandas takes no others.
          column.values instanceof Int8Array
            ? new arrow.Int8()
            : new arrow.Int16(),
          at,
        ),
        ...{ length, nullCount: 0, data: column.values },
        dictionary: dictionaryOf(arrow, column.words),
      }));
    case "claims":
      return arrow.makeVector(arrow.makeData({
        ...{ type: new arrow.Bool(), length, nullCount: 0, data: column.bits },
      }));
    case "nothing":
      return arrow.makeVector(arrow.makeData({
        type: new arrow.Utf8(),
        ...{ length, nullCount: length },
        nullBitmap: new Uint8Array(Math.ceil(length / 64) * 8),
        valueOffsets: new Int32Array(length + 1),
        data: new Uint8Array(0),
      }));
  }
}

/** A row without a value is one that is 0. */
export function zeroNulls(
  values: BigInt64Array<ArrayBuffer>,
): PackedNulls {
  const { buffer, byteOffset, length } = values;
  // By halves: looking at each as a bigint takes ten times as long.
  const halves = new Int32Array(buffer, byteOffset, length * 2);
  const bits = new Uint8Array(Math.ceil(length / 64) * 8);
  let nullCount = 0;
  for (let at = 0; at < length; at++) {
    if (halves[2 * at] === 0 && halves[2 * at + 1] === 0) nullCount++;
    else bits[at >> 3] = (bits[at >> 3] ?? 0) | 1 << (at & 7);
  }
  return { nullCount, bits };
}

function typeOf(arrow: ArrowLibrary, values: PackedNumbers) {
  if (values instanceof BigInt64Array) return new arrow.Int64();
  if (values instanceof Int32Array) return new arrow.Int32();
  return new arrow.Uint16();
}

function dictionaryOf(
  arrow: ArrowLibrary,
  words: readonly string[],
): Vector {
  let vector = DICTIONARIES.get(words);
  if (vector === undefined) {
    vector = arrow.vectorFromArray(words, new arrow.Utf8());
    DICTIONARIES.set(words, vector);
  }
  return vector;
}
