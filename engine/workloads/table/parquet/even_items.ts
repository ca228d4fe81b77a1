/**
 * Items of lists that have all one length, as vectors have it. A null of such
 * a list has items in Arrow, and none in a file: they are put in here.
 */
import type { Data, DataType } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import { gatherColumn } from "../gather.ts";

export interface EvenLists {
  readonly item: Data<DataType>;
  /** Of items, one more than there are lists. */
  readonly offsets: Int32Array;
  /** A count of items. */
  readonly sizeItems: number;
  /** Undefined without nulls. */
  readonly validity: Uint8Array | undefined;
}

/** Undefined when a list that is there has another length. */
export function evenItems(
  arrow: ArrowLibrary,
  lists: EvenLists,
): Data<DataType> | undefined {
  const { item, offsets, sizeItems, validity } = lists;
  const count = offsets.length - 1;
  for (let index = 0; index < count; index++) {
    const size = (offsets[index + 1] ?? 0) - (offsets[index] ?? 0);
    const isNull = validity !== undefined &&
      ((validity[index >> 3] ?? 0) >> (index & 7) & 1) === 0;
    if (size !== (isNull ? 0 : sizeItems)) return undefined;
  }
  if (item.length === count * sizeItems) return item;
  return padNumbers(arrow, lists) ?? padAny(arrow, lists);
}

/** Undefined unless items are numbers without nulls. */
function padNumbers(
  arrow: ArrowLibrary,
  { item, offsets, sizeItems }: EvenLists,
): Data<DataType> | undefined {
  const values: unknown = item.values;
  const isPlain = arrow.DataType.isFloat(item.type) ||
    arrow.DataType.isInt(item.type);
  if (!isPlain || item.nullCount > 0 || !ArrayBuffer.isView(values)) {
    return undefined;
  }
  const { buffer, byteLength, byteOffset } = values;
  const from = new Uint8Array(buffer, byteOffset, byteLength);
  const unit = item.type.ArrayType.BYTES_PER_ELEMENT;
  const width = sizeItems * unit;
  const count = offsets.length - 1;
  const to = new Uint8Array(count * width);
  for (let index = 0; index < count; index++) {
    const start = (offsets[index] ?? 0) * unit;
    const end = (offsets[index + 1] ?? 0) * unit;
    to.set(from.subarray(start, end), index * width);
  }
  const numbers = new item.type.ArrayType(to.buffer);
  // The library asks for a buffer of each kind, and takes those there are.
  const buffers = [undefined, numbers] as unknown as Data<DataType>;
  return new arrow.Data(item.type, 0, count * sizeItems, 0, buffers);
}

/** What stands in the items of a null, nobody reads: any item will do. */
function padAny(
  arrow: ArrowLibrary,
  { item, offsets, sizeItems }: EvenLists,
): Data<DataType> {
  const count = offsets.length - 1;
  if (item.length === 0) {
    const nothing = new Array(count * sizeItems).fill(null);
    const [made] = arrow.vectorFromArray(nothing, item.type).data;
    return made ?? item;
  }
  const places: number[] = [];
  for (let index = 0; index < count; index++) {
    const start = offsets[index] ?? 0;
    const isNull = start === offsets[index + 1];
    for (let at = 0; at < sizeItems; at++) places.push(isNull ? 0 : start + at);
  }
  return gatherColumn(arrow, item, places);
}
