/**
 * Dense values of a file in the form of Arrow: nulls put between them, and
 * integers, times and decimals brought back to what they were.
 */
import type { LeafColumn } from "./column_tree.ts";
import type { DenseValues } from "./dense_values.ts";
import type { Bitmap } from "./level_core.ts";
import type { PageCore } from "./page_core.ts";

/** Days from the epoch of Julian dates to that of times. */
const JULIAN_EPOCH = 2_440_588n;
const NANOS_A_DAY = 86_400_000_000_000n;
const MILLIS_A_DAY = 86_400_000n;

interface Places {
  readonly values: DenseValues;
  readonly count: number;
  /** Without one there are no nulls. */
  readonly validity: Bitmap | undefined;
}

/** Buffers of an array, as the constructor of one wants them. */
export interface ArrowBuffers {
  readonly values: ArrayBufferView;
  readonly offsets?: Int32Array | BigInt64Array | undefined;
}

/** `count` places, of which the valid ones hold the values in order. */
export function arrowValues(
  core: PageCore,
  leaf: LeafColumn,
  places: Places,
): ArrowBuffers {
  const { physical } = leaf.storage;
  if (physical === "bytes" && leaf.conversion !== "decimal") {
    return bytesBuffers(core, leaf, places);
  }
  const { count, validity, values } = places;
  if (physical === "bytes") {
    return decimals(leaf, evenBytes(leaf, places), count);
  }
  const width = values.widthBytes;
  const bytes = values.bytes.length >= count * width
    ? values.bytes.subarray(0, count * width)
    : roomFor(values, count * width);
  if (validity !== undefined) {
    core.spreadFixed({ values: bytes, widthBytes: width, validity, count });
  }
  if (physical === "boolean") {
    const bits = new Uint8Array((count + 7) >> 3);
    core.packBits(bytes, { bits, bitOffset: 0 });
    return { values: bits };
  }
  return converted(leaf, bytes, count);
}

function roomFor({ bytes, sizeBytes }: DenseValues, size: number) {
  const room = new Uint8Array(size);
  room.set(bytes.subarray(0, Math.min(size, sizeBytes)));
  return room;
}

function bytesBuffers(
  core: PageCore,
  leaf: LeafColumn,
  { count, validity, values }: Places,
): ArrowBuffers {
  // Offsets are spread where they stand, and tell the size no more then.
  const bytes = values.bytes.subarray(0, values.sizeBytes);
  const offsets = values.offsets.length > count
    ? values.offsets.subarray(0, count + 1)
    : new Int32Array(count + 1);
  if (offsets.buffer !== values.offsets.buffer) {
    offsets.set(values.offsets.subarray(0, values.count + 1));
  }
  if (validity !== undefined) core.spreadOffsets({ offsets, validity, count });
  return {
    values: bytes,
    offsets: leaf.conversion === "large"
      ? BigInt64Array.from(offsets, BigInt)
      : offsets,
  };
}

function converted(
  leaf: LeafColumn,
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
): ArrowBuffers {
  const { buffer } = bytes;
  const { ArrayType } = leaf.type;
  switch (leaf.conversion) {
    case "narrow":
      return { values: ArrayType.from(new Int32Array(buffer, 0, count)) };
    case "scaled":
      return {
        values: leaf.storage.physical === "int64"
          ? new BigInt64Array(buffer, 0, count).map((millis) => millis / 1000n)
          : new Int32Array(buffer, 0, count).map((millis) => millis / 1000),
      };
    case "days":
      return {
        values: BigInt64Array.from(
          new Int32Array(buffer, 0, count),
          (days) => BigInt(days) * MILLIS_A_DAY,
        ),
      };
    case "int96":
      return { values: julian(bytes, count) };
    case "decimal":
      return decimals(leaf, bytes, count);
    default:
      return { values: new ArrayType(buffer, 0, bytes.length / unitOf(leaf)) };
  }
}

/** Bytes of one element of the array that the library wants. */
function unitOf({ type }: LeafColumn): number {
  return type.ArrayType.BYTES_PER_ELEMENT;
}

/** Nanoseconds of a day, then its Julian number. */
function julian(bytes: Uint8Array<ArrayBuffer>, count: number): BigInt64Array {
  const view = new DataView(bytes.buffer);
  return BigInt64Array.from({ length: count }, (_, index) => {
    const day = BigInt(view.getInt32(index * 12 + 8, true));
    const isNull = day === 0n;
    return isNull ? 0n : (day - JULIAN_EPOCH) * NANOS_A_DAY +
      view.getBigInt64(index * 12, true);
  });
}

/** From big endian, or from integers, to 16 or 32 bytes little endian. */
function decimals(
  leaf: LeafColumn,
  from: Uint8Array<ArrayBuffer>,
  count: number,
): ArrowBuffers {
  const width = count === 0 ? 1 : from.length / count;
  const isBig = /^(fixed|bytes)$/.test(leaf.storage.physical);
  const toWidth = decimalBytes(leaf);
  const to = new Uint8Array(count * toWidth);
  for (let index = 0; index < count; index++) {
    const start = index * width;
    const at = (byte: number) =>
      from[isBig ? start + width - 1 - byte : start + byte] ?? 0;
    const sign = at(width - 1) > 0x7f ? 0xff : 0;
    for (let byte = 0; byte < toWidth; byte++) {
      to[index * toWidth + byte] = byte < width ? at(byte) : sign;
    }
  }
  return { values: new Uint32Array(to.buffer) };
}

/** Decimals of any length, each filled up with its sign in front. */
function evenBytes(
  leaf: LeafColumn,
  { count, validity, values }: Places,
): Uint8Array<ArrayBuffer> {
  const width = decimalBytes(leaf);
  const to = new Uint8Array(count * width);
  let next = 0;
  for (let index = 0; index < count; index++) {
    const isValid = validity === undefined ||
      ((validity.bits[index >> 3] ?? 0) >> (index & 7) & 1) === 1;
    if (!isValid) continue;
    const [start, end] = [values.offsets[next], values.offsets[++next]];
    const bytes = values.bytes.subarray(start, end).slice(-width);
    const sign = (bytes[0] ?? 0) > 0x7f ? 0xff : 0;
    to.fill(sign, index * width, (index + 1) * width - bytes.length);
    to.set(bytes, (index + 1) * width - bytes.length);
  }
  return to;
}

/** Of one decimal in Arrow: 16, or 32 for many digits. */
export function decimalBytes({ type }: Pick<LeafColumn, "type">): number {
  return "bitWidth" in type ? Number(type.bitWidth) / 8 : 16;
}
