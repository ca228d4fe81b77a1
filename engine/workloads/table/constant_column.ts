/** A column of one value in every row: what rows without a column read as. */
import type { Data, DataType, Field } from "apache-arrow";
import type { ArrowLibrary } from "./arrow_library.ts";
import type { FieldDefault, TableField } from "./manifest.ts";
import { TableError } from "./table_error.ts";

/** Nulls, or the default of the field. */
export function constantColumn(
  arrow: ArrowLibrary,
  { field, type }: {
    readonly field: TableField;
    readonly type: Field["type"];
  },
  rowCount: number,
): Data<DataType> {
  const value = field.default === undefined ? null : valueOf(field);
  if (value === null) {
    // Its bytes are there, as those who write files expect it.
    const nulls = arrow.makeBuilder({ type, nullValues: [null] });
    for (let row = 0; row < rowCount; row++) nulls.append(null);
    return nulls.finish().flush();
  }
  const builder = arrow.makeBuilder({ type });
  for (let row = 0; row < rowCount; row++) builder.append(value);
  return builder.finish().flush();
}

/** Throws `InvalidArgument` for a value that no default can be. */
export function fieldDefault(value: unknown): FieldDefault {
  if (typeof value === "boolean") return { kind: "boolean", isTrue: value };
  if (typeof value === "bigint") return { kind: "integer", text: `${value}` };
  if (typeof value === "number") {
    return { kind: "number", text: Object.is(value, -0) ? "-0" : `${value}` };
  }
  if (typeof value === "string") return { kind: "text", text: value };
  throw new TableError(
    "InvalidArgument",
    "Cannot use that as the default of a column: a default is a number, a " +
      "text, true or false",
  );
}

/** Throws `InvalidArgument` for a default of another type than the column. */
export function valueOf(
  { default: given, name, type }: TableField,
): number | bigint | string | boolean | null {
  if (given === undefined) return null;
  const is64 = type.name === "int64" || type.name === "uint64";
  const isWhole = /^u?int(8|16|32)$/.test(type.name);
  const isFloat = type.name.startsWith("float");
  if (given.kind === "boolean" && type.name === "bool") return given.isTrue;
  if (given.kind !== "boolean") {
    const { kind, text } = given;
    if (kind === "text" && type.name.endsWith("utf8")) return text;
    const isInteger = /^-?\d+$/.test(text);
    if (is64 && kind !== "text" && isInteger) return BigInt(text);
    if (isWhole && kind !== "text" && isInteger) return Number(text);
    if (isFloat && kind !== "text") return Number(text);
  }
  throw new TableError(
    "InvalidArgument",
    `Cannot use ${JSON.stringify(given)} as the default of column ` +
      `"${name}": the column is ${type.name}`,
  );
}
