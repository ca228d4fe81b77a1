/**
 * How each type of Arrow lies in a file, and which type of Arrow is read from
 * a leaf of a file. Integers, times and decimals are written as pyarrow writes
 * them, so that both read each other's files alike.
 */
import type { DataType } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import {
  type Conversion,
  PHYSICAL_TYPES,
  type PhysicalType,
  type Storage,
} from "./column_tree.ts";
import type { LogicalType, SchemaElement } from "./file_metadata.ts";
import { isOddType } from "./odd_type.ts";

/** A type of Arrow, where it lies and how it comes there. */
export interface Stored {
  readonly storage: Storage;
  readonly conversion: Conversion;
}

const EMPTY = {};
const DECIMAL_DIGITS_MAX = 76;
const WIDTHS: Readonly<Record<PhysicalType, number>> = {
  boolean: 0,
  int32: 4,
  int64: 8,
  int96: 12,
  float: 4,
  double: 8,
  bytes: 0,
  fixed: 0,
};

/** Undefined for a type that a file cannot hold. */
export function storedAs(
  arrow: ArrowLibrary,
  type: DataType,
): Stored | undefined {
  const { DataType: Kind, Type } = arrow;
  if (Kind.isNull(type)) return stored("int32", { unknown: EMPTY }, "null");
  if (Kind.isBool(type)) return stored("boolean");
  if (Kind.isInt(type)) return integer(type.bitWidth, type.isSigned);
  if (Kind.isFloat(type)) {
    if (type.precision === arrow.Precision.DOUBLE) return stored("double");
    if (type.precision === arrow.Precision.SINGLE) return stored("float");
    return fixed(2, { float16: EMPTY });
  }
  if (Kind.isUtf8(type)) return stored("bytes", { string: EMPTY });
  if (Kind.isBinary(type)) return stored("bytes");
  if (Kind.isLargeUtf8(type)) {
    return stored("bytes", { string: EMPTY }, "large");
  }
  if (Kind.isLargeBinary(type)) return stored("bytes", undefined, "large");
  if (Kind.isFixedSizeBinary(type)) return fixed(type.byteWidth);
  if (Kind.isDate(type)) {
    const isDays = type.unit === arrow.DateUnit.DAY;
    return stored("int32", { date: EMPTY }, isDays ? "same" : "days");
  }
  if (Kind.isTime(type)) return timeOfDay(arrow, type.unit);
  if (Kind.isTimestamp(type)) {
    const isUtc = typeof type.timezone === "string" && type.timezone !== "";
    return timestamp(arrow, type.unit, isUtc);
  }
  if (type.typeId === Type.Duration) return stored("int64");
  if (Kind.isDecimal(type)) return decimal(type.precision, type.scale);
  return undefined;
}

/** What an element of a footer says; undefined when it makes no sense. */
export function storageOf(element: SchemaElement): Storage | undefined {
  const physical = PHYSICAL_TYPES[element.type ?? -1];
  if (physical === undefined) return undefined;
  const widthBytes = physical === "fixed"
    ? element.typeLength ?? 0
    : WIDTHS[physical];
  if (physical === "fixed" && widthBytes <= 0) return undefined;
  const logical = logicalOf(element);
  return {
    physical,
    widthBytes,
    ...(logical === undefined ? {} : { logical }),
  };
}

/**
 * The type that a leaf is read as; `wanted` is what a writer noted beside the
 * schema, and is followed where it lies in the file in just the same way.
 */
export function readAs(
  arrow: ArrowLibrary,
  storage: Storage,
  wanted: DataType | undefined,
): { readonly type: DataType; readonly conversion: Conversion } {
  // Values of a dictionary are read as themselves.
  const told: DataType | undefined = arrow.DataType.isDictionary(wanted)
    ? wanted.dictionary
    : wanted;
  const same = told === undefined || isOddType(arrow, told)
    ? undefined
    : storedAs(arrow, told);
  if (
    told !== undefined && same !== undefined &&
    JSON.stringify(same.storage) === JSON.stringify(storage)
  ) {
    return { type: told, conversion: same.conversion };
  }
  return ownType(arrow, storage);
}

function ownType(
  arrow: ArrowLibrary,
  { physical, widthBytes, logical }: Storage,
): { readonly type: DataType; readonly conversion: Conversion } {
  const same = (type: DataType) => ({ type, conversion: "same" as const });
  if (logical?.decimal !== undefined) {
    const { precision, scale } = logical.decimal;
    const bits = precision > 38 ? 256 : 128;
    const type = new arrow.Decimal(scale, precision, bits);
    return { type, conversion: "decimal" };
  }
  switch (physical) {
    case "boolean":
      return same(new arrow.Bool());
    case "float":
      return same(new arrow.Float32());
    case "double":
      return same(new arrow.Float64());
    case "int96": {
      const type = new arrow.TimestampNanosecond();
      return { type, conversion: "int96" };
    }
    case "fixed":
      return logical?.float16 !== undefined && widthBytes === 2
        ? same(new arrow.Float16())
        : same(new arrow.FixedSizeBinary(widthBytes));
    case "bytes": {
      const isText = logical?.string ?? logical?.enum ?? logical?.json;
      return same(isText === undefined ? new arrow.Binary() : new arrow.Utf8());
    }
    case "int32":
      return ownInt32(arrow, logical);
    case "int64":
      return same(ownInt64(arrow, logical));
  }
}

function ownInt32(
  arrow: ArrowLibrary,
  logical: LogicalType | undefined,
): { readonly type: DataType; readonly conversion: Conversion } {
  if (logical?.unknown !== undefined) {
    return { type: new arrow.Null(), conversion: "null" };
  }
  if (logical?.integer !== undefined) {
    const { bitWidth, isSigned } = logical.integer;
    const narrow = (type: DataType) => ({
      type,
      conversion: "narrow" as const,
    });
    if (bitWidth === 8) {
      return narrow(isSigned ? new arrow.Int8() : new arrow.Uint8());
    }
    if (bitWidth === 16) {
      return narrow(isSigned ? new arrow.Int16() : new arrow.Uint16());
    }
    return { type: new arrow.Uint32(), conversion: "same" };
  }
  const type = logical?.date !== undefined
    ? new arrow.DateDay()
    : logical?.time !== undefined
    ? new arrow.TimeMillisecond()
    : new arrow.Int32();
  return { type, conversion: "same" };
}

function ownInt64(
  arrow: ArrowLibrary,
  logical: LogicalType | undefined,
): DataType {
  if (logical?.integer !== undefined) return new arrow.Uint64();
  if (logical?.time !== undefined) {
    return logical.time.unit.micros !== undefined
      ? new arrow.TimeMicrosecond()
      : new arrow.TimeNanosecond();
  }
  if (logical?.timestamp === undefined) return new arrow.Int64();
  const { isAdjustedToUtc, unit } = logical.timestamp;
  const kind = unit.millis !== undefined
    ? arrow.TimeUnit.MILLISECOND
    : unit.micros !== undefined
    ? arrow.TimeUnit.MICROSECOND
    : arrow.TimeUnit.NANOSECOND;
  return new arrow.Timestamp(kind, isAdjustedToUtc ? "UTC" : null);
}

/** Older writers say it by numbers alone; what adds nothing is left out. */
function logicalOf(element: SchemaElement): LogicalType | undefined {
  const { scale = 0, precision = 0, logicalType } = element;
  const instant = (unit: "millis" | "micros") => ({
    timestamp: { isAdjustedToUtc: true, unit: { [unit]: EMPTY } },
  });
  const old: Readonly<Record<number, LogicalType>> = {
    0: { string: EMPTY },
    4: { enum: EMPTY },
    5: { decimal: { scale, precision } },
    6: { date: EMPTY },
    7: time({ millis: EMPTY }),
    8: time({ micros: EMPTY }),
    9: instant("millis"),
    10: instant("micros"),
    11: { integer: { bitWidth: 8, isSigned: false } },
    12: { integer: { bitWidth: 16, isSigned: false } },
    13: { integer: { bitWidth: 32, isSigned: false } },
    14: { integer: { bitWidth: 64, isSigned: false } },
    15: { integer: { bitWidth: 8, isSigned: true } },
    16: { integer: { bitWidth: 16, isSigned: true } },
    19: { json: EMPTY },
    20: { bson: EMPTY },
  };
  const told = logicalType ?? old[element.convertedType ?? -1];
  const known = told?.time === undefined ? told : time(told.time.unit);
  const bits = known?.integer?.isSigned ? known.integer.bitWidth : 0;
  return bits >= 32 || Object.keys(known ?? {}).length === 0
    ? undefined
    : known;
}

function stored(
  physical: PhysicalType,
  logical?: LogicalType,
  conversion: Conversion = "same",
): Stored {
  const storage = { physical, widthBytes: WIDTHS[physical] };
  return {
    storage: logical === undefined ? storage : { ...storage, logical },
    conversion,
  };
}

function fixed(widthBytes: number, logical?: LogicalType): Stored {
  const storage = { physical: "fixed" as const, widthBytes };
  return {
    storage: logical === undefined ? storage : { ...storage, logical },
    conversion: "same",
  };
}

function integer(bitWidth: number, isSigned: boolean): Stored {
  const physical = bitWidth === 64 ? "int64" : "int32";
  const logical = isSigned && bitWidth >= 32
    ? undefined
    : { integer: { bitWidth, isSigned } };
  return stored(physical, logical, bitWidth < 32 ? "narrow" : "same");
}

/** Of a day: of UTC it would be one with a zone for DuckDB, and lose digits. */
function time(unit: NonNullable<LogicalType["time"]>["unit"]): LogicalType {
  return { time: { isAdjustedToUtc: false, unit } };
}

function timeOfDay(arrow: ArrowLibrary, unit: number): Stored {
  const { MICROSECOND, NANOSECOND, SECOND } = arrow.TimeUnit;
  if (unit === MICROSECOND) return stored("int64", time({ micros: EMPTY }));
  if (unit === NANOSECOND) return stored("int64", time({ nanos: EMPTY }));
  const conversion = unit === SECOND ? "scaled" : "same";
  return stored("int32", time({ millis: EMPTY }), conversion);
}

function timestamp(
  arrow: ArrowLibrary,
  unit: number,
  isAdjustedToUtc: boolean,
): Stored {
  const { MICROSECOND, NANOSECOND, SECOND } = arrow.TimeUnit;
  const name = unit === MICROSECOND
    ? "micros"
    : unit === NANOSECOND
    ? "nanos"
    : "millis";
  const logical = {
    timestamp: { isAdjustedToUtc, unit: { [name]: EMPTY } },
  };
  return stored("int64", logical, unit === SECOND ? "scaled" : "same");
}

/** As few bytes as hold so many digits and a sign. */
function decimal(precision: number, scale: number): Stored | undefined {
  if (precision < 1 || precision > DECIMAL_DIGITS_MAX) return undefined;
  const bits = (10n ** BigInt(precision)).toString(2).length + 1;
  const logical = { decimal: { scale, precision } };
  return {
    storage: fixed(Math.ceil(bits / 8), logical).storage,
    conversion: "decimal",
  };
}
