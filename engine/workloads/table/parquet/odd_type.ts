/**
 * Types of a schema that a file brings along, which may say anything: those
 * that the library of Arrow takes, and then has no array for.
 */
import type { DataType } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";

/** True for units and widths of no array: integers of 24 bits, times of unit 9. */
export function isOddType(arrow: ArrowLibrary, type: DataType): boolean {
  const { DataType, DateUnit, Precision, TimeUnit } = arrow;
  if (DataType.isInt(type)) return ![8, 16, 32, 64].includes(type.bitWidth);
  if (DataType.isFloat(type)) return Precision[type.precision] === undefined;
  if (DataType.isDecimal(type)) return ![128, 256].includes(type.bitWidth);
  if (DataType.isDate(type)) return DateUnit[type.unit] === undefined;
  if (DataType.isTimestamp(type)) return TimeUnit[type.unit] === undefined;
  if (!DataType.isTime(type)) return false;
  const isShort = type.unit < TimeUnit.MICROSECOND;
  return TimeUnit[type.unit] === undefined ||
    type.bitWidth !== (isShort ? 32 : 64);
}
