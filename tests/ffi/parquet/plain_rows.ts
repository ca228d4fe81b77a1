/**
 * Values of batches as JSON has them, the same whoever read them: integers,
 * times and decimals are texts of whole numbers, bytes are hexadecimal, and
 * numbers of two bytes are texts of their bits.
 */
import * as arrow from "apache-arrow";

/** Columns of all batches, by their names. */
export function plainColumns(
  batches: readonly arrow.RecordBatch[],
): Record<string, unknown[]> {
  const columns: Record<string, unknown[]> = {};
  for (const batch of batches) {
    batch.schema.fields.forEach(({ name }, index) => {
      const data = batch.data.children[index];
      const values = columns[name] ??= [];
      for (let row = 0; row < batch.numRows && data !== undefined; row++) {
        values.push(plainValue(data, row));
      }
    });
  }
  return columns;
}

/** One value, with all that is in it. */
export function plainValue(data: arrow.Data, row: number): unknown {
  const { DataType } = arrow;
  const { type } = data;
  if (DataType.isNull(type) || !data.getValid(row)) return null;
  if (DataType.isDictionary(type)) {
    const [known] = data.dictionary?.data ?? [];
    return known === undefined
      ? null
      : plainValue(known, Number(data.values[row]));
  }
  if (DataType.isStruct(type)) {
    return Object.fromEntries(type.children.map(({ name }, index) => {
      const child = data.children[index];
      return [name, child === undefined ? null : plainValue(child, row)];
    }));
  }
  const [items] = data.children;
  if (items !== undefined) return plainItems(data, items, row);
  if (DataType.isBool(type)) {
    const at = data.offset + row;
    return ((data.values[at >> 3] ?? 0) >> (at & 7) & 1) === 1;
  }
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) {
    return new TextDecoder().decode(bytesAt(data, row));
  }
  if (DataType.isBinary(type) || DataType.isLargeBinary(type)) {
    return hex(bytesAt(data, row));
  }
  if (DataType.isFixedSizeBinary(type)) {
    const width = type.byteWidth;
    return hex(data.values.subarray(row * width, (row + 1) * width));
  }
  if (DataType.isDecimal(type)) return decimalText(data, row);
  const isHalf = DataType.isFloat(type) &&
    type.precision === arrow.Precision.HALF;
  if (DataType.isFloat(type) && !isHalf) return data.values[row];
  return String(BigInt(data.values[row]) * scaleOf(type) / divisorOf(type));
}

/** Files have no seconds: other readers show thousandths. */
function scaleOf(type: arrow.DataType): bigint {
  const { DataType, TimeUnit } = arrow;
  const hasUnit = DataType.isTimestamp(type) || DataType.isTime(type);
  return hasUnit && type.unit === TimeUnit.SECOND ? 1000n : 1n;
}

/** Nor dates in milliseconds: other readers show days. */
function divisorOf(type: arrow.DataType): bigint {
  const isMillis = arrow.DataType.isDate(type) &&
    type.unit === arrow.DateUnit.MILLISECOND;
  return isMillis ? 86_400_000n : 1n;
}

function plainItems(data: arrow.Data, items: arrow.Data, row: number) {
  const isEven = arrow.DataType.isFixedSizeList(data.type);
  const [start, end] = isEven
    ? [row * data.stride, (row + 1) * data.stride]
    : placeOf(data, row);
  return Array.from(
    { length: end - start },
    (_, index) => plainValue(items, start + index),
  );
}

function bytesAt(data: arrow.Data, row: number) {
  return data.values.subarray(...placeOf(data, row));
}

/** From where to where; offsets of large arrays have 8 bytes. */
function placeOf({ valueOffsets }: arrow.Data, row: number): [number, number] {
  return [Number(valueOffsets[row] ?? 0), Number(valueOffsets[row + 1] ?? 0)];
}

/** Words of four bytes, the lowest first, with a sign. */
function decimalText({ stride, values }: arrow.Data, row: number): string {
  let number = 0n;
  for (let word = stride - 1; word >= 0; word--) {
    number = (number << 32n) | BigInt(values[row * stride + word] ?? 0);
  }
  return String(BigInt.asIntN(32 * stride, number));
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
