/**
 * The hot loops on values in plain TypeScript: what the core is held against,
 * and what does the work where it does not.
 */
import type {
  BytesEncoding,
  BytesValues,
  ColumnValues,
  DecodeCore,
  FixedValues,
  ValueCore,
  ValueOrder,
} from "../../../../../engine/workloads/table/parquet/page_core.ts";
import { decodeDelta, decodeDeltaNumbers } from "./script_delta.ts";
import { placeOf, ScriptDictionary } from "./script_dictionary.ts";
import { decodeHybrid, encodeHybrid } from "./script_hybrid.ts";

/** All but codecs, ciphers and levels. */
export const SCRIPT_VALUES: ValueCore & DecodeCore = {
  encodeFixed,
  encodeBytes,
  plainSizeBytes,
  extremes,
  openDictionary: ({ limitBytes }) => new ScriptDictionary(limitBytes),
  decodeHybrid,
  encodeHybrid,
  decodeDelta,
  decodeSplit: ({ count, from, to, widthBytes }) => {
    if (from.length !== count * widthBytes) return -1;
    for (let index = 0; index < count; index++) {
      for (let byte = 0; byte < widthBytes; byte++) {
        to[index * widthBytes + byte] = from[byte * count + index] ?? 0;
      }
    }
    return from.length;
  },
  decodedSizeBytes: ({ count, encoding, from }) =>
    walkBytes({ count, encoding, from }, () => {}).sizeBytes,
  decodeBytes: ({ count, encoding, from, offsets, to }) => {
    let index = 0;
    let at = offsets[0] ?? 0;
    const { readBytes, sizeBytes } = walkBytes(
      { count, encoding, from },
      (prefix, suffix) => {
        const before = index === 0 ? at : offsets[index - 1] ?? 0;
        to.copyWithin(at, before, before + prefix);
        to.set(suffix, at + prefix);
        at += prefix + suffix.length;
        offsets[++index] = at;
      },
    );
    return sizeBytes < 0 ? -1 : readBytes;
  },
  gatherFixed: ({ count, dictionary, indices, to, widthBytes }) => {
    for (let index = 0; index < indices.length; index++) {
      const at = indices[index] ?? count;
      if (at >= count) return false;
      const from = at * widthBytes;
      for (let byte = 0; byte < widthBytes; byte++) {
        to[index * widthBytes + byte] = dictionary[from + byte] ?? 0;
      }
    }
    return true;
  },
  gatheredSizeBytes: (dictionary, indices) => {
    let size = 0;
    for (const at of indices) {
      if (at + 1 >= dictionary.length) return -1;
      size += (dictionary[at + 1] ?? 0) - (dictionary[at] ?? 0);
    }
    return size;
  },
  gatherBytes: ({ dictionary, dictionaryOffsets, indices, offsets, to }) => {
    let end = offsets[0] ?? 0;
    for (let index = 0; index < indices.length; index++) {
      const at = indices[index] ?? dictionaryOffsets.length;
      if (at + 1 >= dictionaryOffsets.length) return false;
      const start = dictionaryOffsets[at] ?? 0;
      const value = dictionary.subarray(start, dictionaryOffsets[at + 1]);
      to.set(value, end);
      end += value.length;
      offsets[index + 1] = end;
    }
    return true;
  },
};

function encodeFixed(values: FixedValues, to: Uint8Array): number {
  const { bytes, count, widthBytes } = values;
  for (let index = 0; index < count; index++) {
    const from = placeOf(values, index) * widthBytes;
    for (let byte = 0; byte < widthBytes; byte++) {
      to[index * widthBytes + byte] = bytes[from + byte] ?? 0;
    }
  }
  return count * widthBytes;
}

function encodeBytes(values: BytesValues, to: Uint8Array): number {
  const view = new DataView(to.buffer, to.byteOffset, to.length);
  let at = 0;
  for (let index = 0; index < values.count; index++) {
    const place = placeOf(values, index);
    const start = values.offsets[place] ?? 0;
    const end = values.offsets[place + 1] ?? start;
    view.setUint32(at, end - start, true);
    to.set(values.bytes.subarray(start, end), at + 4);
    at += 4 + end - start;
  }
  return at;
}

function plainSizeBytes(values: BytesValues): number {
  let size = 4 * values.count;
  for (let index = 0; index < values.count; index++) {
    const place = placeOf(values, index);
    size += (values.offsets[place + 1] ?? 0) - (values.offsets[place] ?? 0);
  }
  return size;
}

/** In Arrow's own place and order of bytes. */
type Reading = (view: DataView, at: number) => number | bigint;

const READINGS: Readonly<Partial<Record<ValueOrder, Reading>>> = {
  int8: (view, at) => view.getInt8(at),
  int16: (view, at) => view.getInt16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  int64: (view, at) => view.getBigInt64(at, true),
  uint8: (view, at) => view.getUint8(at),
  uint16: (view, at) => view.getUint16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  uint64: (view, at) => view.getBigUint64(at, true),
  float16: (view, at) => view.getFloat16(at, true),
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
};

function extremes(
  values: ColumnValues,
  order: ValueOrder,
): readonly [number, number] {
  const isLess = lessOf(values, order);
  let [least, greatest] = [-1, -1];
  for (let index = 0; index < values.count; index++) {
    const place = values.start + index;
    // Neither less than itself nor not: NaN is left out.
    if (isLess(place, place) === undefined) continue;
    if (least < 0 || isLess(place, least)) least = place;
    if (greatest < 0 || isLess(greatest, place)) greatest = place;
  }
  return [least, greatest];
}

function lessOf(values: ColumnValues, order: ValueOrder) {
  const { bytes, selection } = values;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const at = (place: number) => selection?.[place] ?? place;
  const reading = READINGS[order];
  if (reading !== undefined && values.kind === "fixed") {
    const { widthBytes } = values;
    return (a: number, b: number) => {
      const [x, y] = [
        reading(view, at(a) * widthBytes),
        reading(view, at(b) * widthBytes),
      ];
      return Number.isNaN(x) ? undefined : x < y;
    };
  }
  const part = (place: number) =>
    values.kind === "fixed"
      ? bytes.subarray(
        at(place) * values.widthBytes,
        (at(place) + 1) * values.widthBytes,
      )
      : bytes.subarray(
        values.offsets[at(place)],
        values.offsets[at(place) + 1],
      );
  const flip = order === "decimal" ? 0x80 : 0;
  return (a: number, b: number) => {
    const [x, y] = [part(a), part(b)];
    const length = Math.min(x.length, y.length);
    for (let index = 0; index < length; index++) {
      const mask = index === 0 ? flip : 0;
      const difference = ((x[index] ?? 0) ^ mask) - ((y[index] ?? 0) ^ mask);
      if (difference !== 0) return difference < 0;
    }
    return x.length < y.length;
  };
}

/** Calls `take` with what each value shares with the one before, and the rest. */
function walkBytes(
  { count, encoding, from }: {
    readonly count: number;
    readonly encoding: BytesEncoding;
    readonly from: Uint8Array;
  },
  take: (prefix: number, suffix: Uint8Array) => void,
): { readonly sizeBytes: number; readonly readBytes: number } {
  const wrong = { sizeBytes: -1, readBytes: -1 };
  const view = new DataView(from.buffer, from.byteOffset, from.length);
  let at = 0;
  const numbers = () => {
    const found = decodeDeltaNumbers(from.subarray(at), count);
    at += found?.readBytes ?? 0;
    return found?.values;
  };
  const prefixes = encoding === "delta" ? numbers() : [];
  const lengths = encoding === "plain" ? [] : numbers();
  if (prefixes === undefined || lengths === undefined) return wrong;
  let [sizeBytes, before] = [0, 0];
  for (let index = 0; index < count; index++) {
    if (encoding === "plain" && at + 4 > from.length) return wrong;
    const length = encoding === "plain"
      ? view.getUint32(at, true)
      : lengths[index] ?? -1;
    const prefix = prefixes[index] ?? 0;
    if (encoding === "plain") at += 4;
    if (length < 0 || length > from.length - at) return wrong;
    if (prefix < 0 || prefix > before) return wrong;
    before = prefix + length;
    sizeBytes += before;
    // Shared beginnings let few bytes promise any number of them.
    if (sizeBytes > 0x7fff_ffff) return wrong;
    take(prefix, from.subarray(at, at + length));
    at += length;
  }
  return { sizeBytes, readBytes: at };
}
