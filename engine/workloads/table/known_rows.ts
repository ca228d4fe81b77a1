/**
 * Rows whose every value follows from a seed and from the id of the row: what
 * comes back is made again and compared, so nobody must remember what was
 * written. Ids in, batches of Arrow out; batches in, the first wrong value out.
 */
import type { Data, DataType, RecordBatch, Schema } from "apache-arrow";
import type { ArrowLibrary } from "./arrow_library.ts";
import { batchOf } from "./gather.ts";

export interface KnownRowsOptions {
  readonly arrow: ArrowLibrary;
  readonly seed: number;
  /** Of column `vector`, a multiple of 4; 0 leaves the column out. */
  readonly vectorSizeBytes?: number;
}

/** One value that is not what its row must have. */
export interface WrongValue {
  /** In the batch, from 0. */
  readonly row: number;
  /** What the row says that it is. */
  readonly id: number;
  readonly column: string;
  readonly expected: string;
  readonly found: string;
}

/** Names are shorter than this; some are empty. */
const NAME_BYTES_END = 25;
const A = 97;

/** The columns of rows with these ids, without any class of a library. */
interface Values {
  readonly ids: BigInt64Array;
  readonly offsets: Int32Array;
  readonly names: Uint8Array;
  readonly numbers: Float64Array;
  readonly vectors: Uint8Array;
}

/** `id`, `name`, `value`, and `vector` where it has a size. */
export class KnownRows {
  readonly schema: Schema;
  readonly #arrow: ArrowLibrary;
  readonly #seed: number;
  readonly #vectorSizeBytes: number;

  constructor({ arrow, seed, vectorSizeBytes = 0 }: KnownRowsOptions) {
    this.#arrow = arrow;
    this.#seed = seed | 0;
    this.#vectorSizeBytes = vectorSizeBytes;
    this.schema = new arrow.Schema([
      new arrow.Field("id", new arrow.Int64(), false),
      new arrow.Field("name", new arrow.Utf8(), false),
      new arrow.Field("value", new arrow.Float64(), false),
      ...(vectorSizeBytes === 0 ? [] : [
        new arrow.Field(
          "vector",
          new arrow.FixedSizeBinary(vectorSizeBytes),
          false,
        ),
      ]),
    ]);
  }

  /** In memory, on the average. */
  get rowSizeBytes(): number {
    return 8 + 4 + (NAME_BYTES_END - 1) / 2 + 8 + this.#vectorSizeBytes;
  }

  /** Rows of ids `firstId` and those after it. */
  batch(firstId: number, rowCount: number): RecordBatch {
    const ids = new BigInt64Array(rowCount);
    const halves = new Uint32Array(ids.buffer);
    for (let row = 0; row < rowCount; row++) {
      const id = firstId + row;
      halves[2 * row] = id;
      halves[2 * row + 1] = Math.floor(id / 2 ** 32);
    }
    return this.#batchOf(this.#valuesOf(ids));
  }

  /** The first value that is not what the row's own id asks for, or `null`. */
  check(batch: RecordBatch): WrongValue | null {
    const ids = dataOf(batch, "id");
    if (ids === null || !(ids.values instanceof BigInt64Array)) {
      return wrong(0, { column: "id", found: "no whole numbers" });
    }
    const nulls = this.schema.fields
      .find(({ name }) => dataOf(batch, name)?.nullCount !== 0);
    if (nulls !== undefined) {
      const has = dataOf(batch, nulls.name) !== null;
      const found = has ? "a null" : "no such column";
      return wrong(0, { column: nulls.name, found });
    }
    const expected = this.#valuesOf(ids.values.slice(0, batch.numRows));
    return this.#differenceOf(batch, expected);
  }

  #valuesOf(ids: BigInt64Array): Values {
    const rows = ids.length;
    const width = this.#vectorSizeBytes;
    const halves = new Int32Array(ids.buffer, ids.byteOffset, rows * 2);
    const offsets = new Int32Array(rows + 1);
    const names = new Uint8Array(rows * (NAME_BYTES_END - 1));
    const numbers = new Float64Array(rows);
    const words = new Uint32Array(rows * width / 4);
    let at = 0;
    let word = 0;
    for (let row = 0; row < rows; row++) {
      let state = mixed(
        this.#seed,
        halves[2 * row] ?? 0,
        halves[2 * row + 1] ?? 0,
      );
      numbers[row] = state * 4096 + (state >>> 20) - 2 ** 43;
      for (let left = state % NAME_BYTES_END; left > 0; left--) {
        state = next(state);
        names[at++] = A + (state >>> 28);
      }
      offsets[row + 1] = at;
      for (let left = width; left > 0; left -= 4) {
        state = next(state);
        words[word++] = state;
      }
    }
    const vectors = new Uint8Array(words.buffer);
    return { ids, offsets, names: names.subarray(0, at), numbers, vectors };
  }

  #batchOf(values: Values): RecordBatch {
    const arrow = this.#arrow;
    const length = values.ids.length;
    const whole = { length, nullCount: 0 };
    const columns: Data<DataType>[] = [
      arrow.makeData({ ...whole, type: new arrow.Int64(), data: values.ids }),
      arrow.makeData({
        ...whole,
        type: new arrow.Utf8(),
        valueOffsets: values.offsets,
        data: values.names,
      }),
      arrow.makeData({
        ...whole,
        type: new arrow.Float64(),
        data: values.numbers,
      }),
    ];
    if (this.#vectorSizeBytes > 0) {
      const type = new arrow.FixedSizeBinary(this.#vectorSizeBytes);
      columns.push(arrow.makeData({ ...whole, type, data: values.vectors }));
    }
    const { schema } = this;
    return batchOf(arrow, { schema, columns, rowCount: length });
  }

  #differenceOf(batch: RecordBatch, expected: Values): WrongValue | null {
    const { names, numbers, offsets, vectors } = expected;
    const found = {
      name: dataOf(batch, "name"),
      value: dataOf(batch, "value"),
      vector: dataOf(batch, "vector"),
    };
    const width = this.#vectorSizeBytes;
    const made: WrongBytes[] = [
      differenceOfTexts(found.name, names, offsets),
      differenceOfFixed(found.value, new Uint8Array(numbers.buffer), 8),
      width === 0 ? null : differenceOfFixed(found.vector, vectors, width),
    ].map((one, place) =>
      one === null
        ? []
        : [{ ...one, column: this.schema.fields[place + 1]?.name ?? "" }]
    ).flat();
    const [first] = made.sort((a, b) => a.row - b.row);
    if (first === undefined) return null;
    return {
      ...first,
      id: Number(expected.ids[first.row]),
      expected: hexOf(first.expected),
      found: hexOf(first.found),
    };
  }
}

interface DifferentBytes {
  readonly row: number;
  readonly expected: Uint8Array;
  readonly found: Uint8Array;
}

type WrongBytes = DifferentBytes & { readonly column: string };

function differenceOfFixed(
  column: Data<DataType> | null,
  expected: Uint8Array,
  width: number,
): DifferentBytes | null {
  const values: unknown = column?.values;
  const found = ArrayBuffer.isView(values)
    ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    : new Uint8Array(0);
  const at = firstDifference(found, expected);
  if (at === null) return null;
  const row = Math.floor(at / width);
  const cut = (bytes: Uint8Array) =>
    bytes.subarray(row * width, (row + 1) * width);
  return { row, expected: cut(expected), found: cut(found) };
}

function differenceOfTexts(
  column: Data<DataType> | null,
  expected: Uint8Array,
  offsets: Int32Array,
): DifferentBytes | null {
  const starts = column?.valueOffsets;
  const values: unknown = column?.values;
  const bytes = values instanceof Uint8Array ? values : new Uint8Array(0);
  for (let row = 0; row + 1 < offsets.length; row++) {
    const start = Number(starts?.[row] ?? 0);
    const end = Number(starts?.[row + 1] ?? 0);
    const [from, to] = [offsets[row] ?? 0, offsets[row + 1] ?? 0];
    let isSame = end - start === to - from && end <= bytes.length;
    for (let at = from; isSame && at < to; at++) {
      isSame = bytes[start + at - from] === expected[at];
    }
    if (isSame) continue;
    return {
      row,
      expected: expected.subarray(from, to),
      found: bytes.subarray(start, end),
    };
  }
  return null;
}

/** Only as far as rows were expected: what is behind them is no row. */
function firstDifference(
  found: Uint8Array,
  expected: Uint8Array,
): number | null {
  for (let at = 0; at < expected.length; at++) {
    if (found[at] !== expected[at]) return at;
  }
  return null;
}

/** One column of a batch, or `null` if it has none of that name. */
function dataOf(batch: RecordBatch, name: string): Data<DataType> | null {
  const place = batch.schema.fields.findIndex((one) => one.name === name);
  return batch.data.children[place] ?? null;
}

function wrong(
  row: number,
  { column, found }: Pick<WrongValue, "column" | "found">,
): WrongValue {
  return { row, id: 0, column, expected: "values of every row", found };
}

/** The first bytes are enough to see which it is. */
const SHOWN_BYTES = 16;

function hexOf(bytes: Uint8Array): string {
  const text = bytes.slice(0, SHOWN_BYTES).toHex();
  return bytes.length > SHOWN_BYTES ? `${text}...` : text || "nothing";
}

/** 32 bits that ids near each other do not share; a bijection of `low`. */
function mixed(seed: number, low: number, high: number): number {
  let hash = seed ^ Math.imul(high + 1, 0x85ebca77) ^
    Math.imul(low, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** A step of a generator with the period 2^32. */
function next(state: number): number {
  return (Math.imul(state, 0x19660d) + 0x3c6ef35f) >>> 0;
}
