/**
 * The least and the greatest value of a column, and how many nulls: found
 * while pages are written, kept as the format has them, and read back. Bounds
 * of long texts and bytes are cut, and stay bounds.
 */
import type { LeafColumn, Storage } from "./column_tree.ts";
import type { ColumnStatistics, ColumnValue } from "./data_file.ts";
import type { PageStatistics } from "./file_metadata.ts";
import type { ColumnValues, PageCore, ValueOrder } from "./page_core.ts";
import { compareValues, valueOf } from "./plain_value.ts";

/** Vectors are wider, and nobody asks for the least of them. */
const WIDTH_BYTES_MAX = 64;
/** Of a bound; longer ones are cut. */
const BOUND_BYTES_MAX = 64;

/** Undefined for columns whose values have no order that a file may tell. */
export function orderOf({ logical, physical, widthBytes }: Storage):
  | ValueOrder
  | undefined {
  const isUnsigned = logical?.integer?.isSigned === false;
  switch (physical) {
    case "int32":
      if (logical?.unknown !== undefined) return undefined;
      return isUnsigned ? "uint32" : "int32";
    case "int64":
      return isUnsigned ? "uint64" : "int64";
    case "float":
      return "float32";
    case "double":
      return "float64";
    case "fixed":
      if (logical?.decimal !== undefined) return "decimal";
      if (logical?.float16 !== undefined) return "float16";
      return widthBytes > WIDTH_BYTES_MAX ? undefined : "bytes";
    case "bytes":
      return logical?.decimal === undefined ? "bytes" : undefined;
    default:
      return undefined;
  }
}

/** Gathers what pages of one chunk hold. */
export class StatisticsBuilder {
  readonly #core: PageCore;
  readonly #storage: Storage;
  readonly #order: ValueOrder | undefined;
  #nullCount = 0;
  #min: Uint8Array | undefined;
  #max: Uint8Array | undefined;

  /** Without bounds only nulls are counted. */
  constructor(core: PageCore, leaf: LeafColumn, hasBounds: boolean) {
    this.#core = core;
    this.#storage = leaf.storage;
    this.#order = hasBounds ? orderOf(leaf.storage) : undefined;
  }

  addNulls(count: number): void {
    this.#nullCount += count;
  }

  add(values: ColumnValues): void {
    if (this.#order === undefined || values.count === 0) return;
    const [least, greatest] = this.#core.extremes(values, this.#order);
    if (least >= 0) this.#take(bytesAt(values, least));
    if (greatest >= 0) this.#take(bytesAt(values, greatest));
  }

  /** Of booleans, of which only these two are asked for. */
  addBits({ count, trueCount }: {
    readonly count: number;
    readonly trueCount: number;
  }): void {
    if (trueCount < count) this.#take(Uint8Array.of(0));
    if (trueCount > 0) this.#take(Uint8Array.of(1));
  }

  /** As a footer has them. */
  finish(): PageStatistics {
    const nullCount = this.#nullCount;
    if (this.#min === undefined || this.#max === undefined) {
      return { nullCount };
    }
    const min = lowerBound(zeroSign(this.#min, this.#order, -1), this.#storage);
    const max = upperBound(zeroSign(this.#max, this.#order, 1), this.#storage);
    return {
      nullCount,
      ...(max === undefined
        ? {}
        : { maxValue: max, isMaxValueExact: max.length === this.#max.length }),
      minValue: min,
      isMinValueExact: min.length === this.#min.length,
    };
  }

  #take(value: Uint8Array): void {
    const isLess = (a: Uint8Array, b: Uint8Array) =>
      compareValues(this.#bound(a), this.#bound(b)) < 0;
    if (this.#min === undefined || isLess(value, this.#min)) this.#min = value;
    if (this.#max === undefined || isLess(this.#max, value)) this.#max = value;
  }

  /** Texts are compared by their bytes. */
  #bound(bytes: Uint8Array): ColumnValue {
    if (this.#storage.physical === "bytes") return bytes;
    return valueOf(this.#storage, bytes) ?? bytes;
  }
}

/** Bounds that a footer tells, as values; those it should not tell are left. */
export function readStatistics(
  storage: Storage,
  told: PageStatistics | undefined,
): ColumnStatistics {
  if (told === undefined) return {};
  const { maxValue, minValue, nullCount } = told;
  const isBool = storage.physical === "boolean";
  const isOrdered = isBool || orderOf(storage) !== undefined;
  const value = (bytes: Uint8Array | undefined) =>
    bytes === undefined || !isOrdered ? undefined : valueOf(storage, bytes);
  const [min, max] = [value(minValue), value(maxValue)];
  return {
    ...(nullCount === undefined || nullCount < 0 ? {} : { nullCount }),
    ...(min === undefined || Number.isNaN(min) ? {} : { min }),
    ...(max === undefined || Number.isNaN(max) ? {} : { max }),
  };
}

function bytesAt(values: ColumnValues, place: number): Uint8Array {
  const at = values.selection?.[place] ?? place;
  if (values.kind === "fixed") {
    return values.bytes.slice(
      at * values.widthBytes,
      (at + 1) *
        values.widthBytes,
    );
  }
  return values.bytes.slice(values.offsets[at], values.offsets[at + 1]);
}

/** Zeros compare as equal: as bounds they must hold both of them. */
function zeroSign(
  bytes: Uint8Array,
  order: ValueOrder | undefined,
  sign: 1 | -1,
): Uint8Array {
  const isFloat = order?.startsWith("float") ?? false;
  const last = bytes.length - 1;
  const isZero = bytes.every((byte, index) =>
    byte === 0 || index === last && byte === 0x80
  );
  if (!isFloat || !isZero) return bytes;
  const signed = bytes.slice();
  signed[last] = sign < 0 ? 0x80 : 0;
  return signed;
}

function isCut(bytes: Uint8Array, { physical }: Storage): boolean {
  return physical === "bytes" && bytes.length > BOUND_BYTES_MAX;
}

function lowerBound(bytes: Uint8Array, storage: Storage): Uint8Array {
  if (!isCut(bytes, storage)) return bytes;
  return bytes.subarray(0, cutAt(bytes, storage));
}

/** The next one after all that start so; none after bytes of all ones. */
function upperBound(
  bytes: Uint8Array,
  storage: Storage,
): Uint8Array | undefined {
  if (!isCut(bytes, storage)) return bytes;
  const head = bytes.slice(0, cutAt(bytes, storage));
  const isText = storage.logical !== undefined;
  // In text the last byte of one character only: the rest stays UTF-8.
  const limit = isText ? 0x7e : 0xfe;
  for (let last = head.length - 1; last >= 0; last--) {
    const byte = head[last] ?? 0;
    if (byte > limit) continue;
    head[last] = byte + 1;
    return head.subarray(0, last + 1);
  }
  return undefined;
}

/** Never inside a character. */
function cutAt(bytes: Uint8Array, { logical }: Storage): number {
  let at = BOUND_BYTES_MAX;
  if (logical === undefined) return at;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}
