/**
 * Some rows of a batch, in the order asked for, as a new batch. Values, offsets
 * and validity are copied by type, never through values of the language, which
 * would cut nanoseconds and payloads of NaN.
 */
import type { Data, DataType, RecordBatch, Schema } from "apache-arrow";
import type { ArrowLibrary } from "./arrow_library.ts";

/** Rows by their places in the batch; a place may come twice. */
export function gatherRows(
  arrow: ArrowLibrary,
  batch: RecordBatch,
  rows: readonly number[],
): RecordBatch {
  const columns = batch.data.children
    .map((column) => gatherColumn(arrow, column, rows));
  return batchOf(arrow, {
    schema: batch.schema,
    columns,
    rowCount: rows.length,
  });
}

/**
 * Some columns of a batch, in that order; names that it has not are left out.
 * The library's own way leaves holes between columns that are not neighbours.
 */
export function selectColumns(
  arrow: ArrowLibrary,
  batch: RecordBatch,
  names: readonly string[],
): RecordBatch {
  const { fields } = batch.schema;
  const places = names
    .map((name) => fields.findIndex((field) => field.name === name))
    .filter((place) => place >= 0);
  return batchOf(arrow, {
    schema: new arrow.Schema(
      places.flatMap((place) => fields.slice(place, place + 1)),
    ),
    columns: places.flatMap((place) =>
      batch.data.children.slice(place, place + 1)
    ),
    rowCount: batch.numRows,
  });
}

/** What a batch is made of. */
export interface BatchParts {
  readonly schema: Schema;
  /** As many as the schema has fields, each with all rows. */
  readonly columns: readonly Data<DataType>[];
  readonly rowCount: number;
}

/** A batch of columns, without copying them. */
export function batchOf(
  arrow: ArrowLibrary,
  { columns, rowCount, schema }: BatchParts,
): RecordBatch {
  const type = new arrow.Struct(schema.fields);
  const children = [...columns];
  const data = new arrow.Data(type, 0, rowCount, 0, undefined, children);
  return new arrow.RecordBatch(schema, data);
}

/** Copies one column by its layout. */
export function gatherColumn(
  arrow: ArrowLibrary,
  column: Data<DataType>,
  rows: readonly number[],
): Data<DataType> {
  const { type, valueOffsets, values } = column;
  const validity = gatherValidity(column, rows);
  const make = (parts: {
    readonly offsets?: unknown;
    readonly values?: unknown;
    readonly children?: Data<DataType>[];
  }): Data<DataType> =>
    new arrow.Data(
      type,
      0,
      rows.length,
      validity.nullCount,
      // Which of them a type has is what the branches below know.
      [
        parts.offsets,
        parts.values,
        validity.bitmap,
        undefined,
      ] as Data<DataType>["buffers"],
      parts.children ?? [],
    );
  const count = column.children.length;
  if (count > 0 && valueOffsets !== undefined) {
    const spans = gatherSpans(valueOffsets, rows, validity.isNull);
    const [items] = column.children;
    const children = items === undefined
      ? []
      : [gatherColumn(arrow, items, spans.places())];
    return make({ offsets: spans.offsets, children });
  }
  if (count > 0) {
    // Of a list of fixed size each row has `stride` items, else one.
    const each = type.toString().startsWith("FixedSizeList[")
      ? column.stride
      : 1;
    const places = each === 1
      ? rows
      : rows.flatMap((row) =>
        Array.from({ length: each }, (_, item) => row * each + item)
      );
    const children = column.children
      .map((child) => gatherColumn(arrow, child, places));
    return make({ children });
  }
  if (values === undefined || values === null) return make({});
  if (valueOffsets !== undefined && valueOffsets.length > 0) {
    const spans = gatherSpans(valueOffsets, rows, validity.isNull);
    return make({ offsets: spans.offsets, values: spans.bytes(values) });
  }
  if (type.toString() === "Bool") {
    return make({ values: gatherBits(values, column.offset, rows) });
  }
  return make({ values: gatherFixed(values, column.stride, rows) });
}

function gatherValidity(column: Data<DataType>, rows: readonly number[]) {
  const isNull = (row: number) => column.nullCount > 0 && !column.getValid(row);
  const bitmap = new Uint8Array(Math.ceil(rows.length / 64) * 8);
  let nullCount = 0;
  for (const [at, row] of rows.entries()) {
    if (isNull(row)) nullCount += 1;
    else bitmap[at >> 3] = (bitmap[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return { isNull, bitmap: nullCount > 0 ? bitmap : undefined, nullCount };
}

/** Where each row's bytes or items lie, and where they go. */
function gatherSpans(
  from: Int32Array | BigInt64Array,
  rows: readonly number[],
  isNull: (row: number) => boolean,
) {
  const spans = rows.map((row) => {
    const start = Number(from[row]);
    return { start, end: isNull(row) ? start : Number(from[row + 1]) };
  });
  const ends = [0];
  for (const { end, start } of spans) {
    ends.push((ends.at(-1) ?? 0) + end - start);
  }
  const offsets = from instanceof Int32Array
    ? Int32Array.from(ends)
    : BigInt64Array.from(ends, BigInt);
  return {
    offsets,
    places: () =>
      spans.flatMap(({ end, start }) =>
        Array.from({ length: end - start }, (_, item) => start + item)
      ),
    bytes: (values: Uint8Array) => {
      const bytes = new Uint8Array(ends.at(-1) ?? 0);
      for (const [at, { end, start }] of spans.entries()) {
        bytes.set(values.subarray(start, end), ends[at]);
      }
      return bytes;
    },
  };
}

function gatherBits(
  values: Uint8Array,
  offset: number,
  rows: readonly number[],
): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows.length / 64) * 8);
  for (const [at, row] of rows.entries()) {
    const place = offset + row;
    const bit = ((values[place >> 3] ?? 0) >> (place & 7)) & 1;
    bits[at >> 3] = (bits[at >> 3] ?? 0) | (bit << (at & 7));
  }
  return bits;
}

type FixedValues = Exclude<Data<DataType>["values"], readonly unknown[]>;

function gatherFixed(
  values: FixedValues,
  stride: number,
  rows: readonly number[],
): unknown {
  const size = values.BYTES_PER_ELEMENT * stride;
  const from = new Uint8Array(
    values.buffer,
    values.byteOffset,
    values.byteLength,
  );
  const to = new Uint8Array(rows.length * size);
  for (const [at, row] of rows.entries()) {
    to.set(from.subarray(row * size, (row + 1) * size), at * size);
  }
  return new values.constructor(to.buffer);
}
