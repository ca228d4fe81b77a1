/**
 * Bytes that rows take in memory, without compression: what buffers and files
 * are limited by. Of a slice only the rows of the slice count.
 */
import type { Data, DataType, RecordBatch } from "apache-arrow";

/** Of all columns. */
export function batchSizeBytes(batch: RecordBatch): number {
  return batch.data.children.reduce(
    (sum, column) => sum + columnSizeBytes(column),
    0,
  );
}

/** Values, offsets, and a bit a row where there are nulls. */
export function columnSizeBytes(column: Data<DataType>): number {
  const { children, length, nullCount, stride, type, valueOffsets } = column;
  const bits = nullCount > 0 ? Math.ceil(length / 8) : 0;
  if (valueOffsets !== undefined && valueOffsets.length > length) {
    const start = Number(valueOffsets[0]);
    const end = Number(valueOffsets[length]);
    const offsets = length * valueOffsets.BYTES_PER_ELEMENT;
    const [items] = children;
    const inside = items === undefined
      ? end - start
      : columnSizeBytes(items.slice(start, end - start));
    return bits + offsets + inside;
  }
  if (children.length > 0) {
    return children.reduce(
      (sum, child) => sum + columnSizeBytes(child),
      bits,
    );
  }
  const { values } = column;
  if (values === undefined || values === null) return bits;
  // A bit each: their values are a bitmap.
  if (type.toString() === "Bool") return bits + Math.ceil(length / 8);
  return bits + length * stride * values.BYTES_PER_ELEMENT;
}
