/** One value of a page as a value of here, and which of two comes first. */
import type { Storage } from "./column_tree.ts";
import type { ColumnValue } from "./data_file.ts";

const TEXT = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Of the bytes of one PLAIN value, without the length of bytes. Integers of 8
 * bytes and decimals, which are unscaled, are `bigint`. Undefined when there
 * are too few bytes.
 */
export function valueOf(
  { logical, physical, widthBytes }: Storage,
  bytes: Uint8Array,
): ColumnValue | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < widthBytes) return undefined;
  const isUnsigned = logical?.integer?.isSigned === false;
  switch (physical) {
    case "boolean":
      return bytes.length === 0 ? undefined : ((bytes[0] ?? 0) & 1) === 1;
    case "int32":
      if (logical?.decimal !== undefined) return BigInt(view.getInt32(0, true));
      return isUnsigned ? view.getUint32(0, true) : view.getInt32(0, true);
    case "int64":
      return isUnsigned
        ? view.getBigUint64(0, true)
        : view.getBigInt64(0, true);
    case "float":
      return view.getFloat32(0, true);
    case "double":
      return view.getFloat64(0, true);
    case "int96":
      return undefined;
    case "fixed":
      if (logical?.decimal !== undefined) return bigEndian(bytes);
      if (logical?.float16 !== undefined) {
        return halfFloat(view.getUint16(0, true));
      }
      return bytes.slice();
    case "bytes": {
      if (logical?.decimal !== undefined) return bigEndian(bytes);
      const isText = logical?.string ?? logical?.enum ?? logical?.json;
      return isText === undefined ? bytes.slice() : TEXT.decode(bytes);
    }
  }
}

/**
 * Less than 0 when `a` comes first. Texts and bytes go by their bytes (of
 * UTF-8), as files do, and not by the units of this language. Values of kinds
 * that do not compare, and NaN, are `NaN`.
 */
export function compareValues(a: ColumnValue, b: ColumnValue): number {
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    if (!(a instanceof Uint8Array && b instanceof Uint8Array)) return NaN;
    return compareBytes(a, b);
  }
  if (typeof a === "string" || typeof b === "string") {
    if (typeof a !== "string" || typeof b !== "string") return NaN;
    const encoder = new TextEncoder();
    return compareBytes(encoder.encode(a), encoder.encode(b));
  }
  const isBoolean = typeof a === "boolean";
  if (isBoolean !== (typeof b === "boolean")) return NaN;
  if (a < b) return -1;
  if (a > b) return 1;
  // Of a number and an integer of 8 bytes `===` is never true.
  return a >= b ? 0 : NaN;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction) * 2 ** (exponent - 15);
}
