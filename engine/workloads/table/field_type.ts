/**
 * Fields of a schema between Arrow and manifests. What a table cannot keep is
 * refused by name when it is written, never changed into something near.
 */
import type { DataType, Field, Schema } from "apache-arrow";
import type { ArrowLibrary } from "./arrow_library.ts";
import type { FieldDefault, FieldType, TableField } from "./manifest.ts";
import { TableError } from "./table_error.ts";

/** Types without parameters, by the name that manifests have for them. */
const SIMPLE = {
  null: "Null",
  bool: "Bool",
  int8: "Int8",
  int16: "Int16",
  int32: "Int32",
  int64: "Int64",
  uint8: "Uint8",
  uint16: "Uint16",
  uint32: "Uint32",
  uint64: "Uint64",
  float16: "Float16",
  float32: "Float32",
  float64: "Float64",
  utf8: "Utf8",
  large_utf8: "LargeUtf8",
  binary: "Binary",
  large_binary: "LargeBinary",
  date_day: "DateDay",
  date_millisecond: "DateMillisecond",
} as const;

type SimpleName = keyof typeof SIMPLE;

const isSimple = (name: string): name is SimpleName => name in SIMPLE;

/** Of the schema's metadata: JSON of a `FieldDefault`. */
export const DEFAULT_KEY = "stor-verify:default";

/** Throws `NotSupported` for a type that no table keeps. */
export function fieldOfArrow(field: Field): TableField {
  const text = field.metadata.get(DEFAULT_KEY);
  const made = {
    name: field.name,
    type: typeOfArrow(field.type, field.name),
    nullable: field.nullable,
  };
  return text === undefined ? made : { ...made, default: parseDefault(text) };
}

/** Likewise, of all fields. */
export function fieldsOfArrow(schema: Schema): TableField[] {
  return schema.fields.map(fieldOfArrow);
}

/** The schema of such fields. Throws `CorruptManifest` for unknown types. */
export function arrowSchema(
  arrow: ArrowLibrary,
  fields: readonly TableField[],
): Schema {
  return new arrow.Schema(fields.map((field) => arrowField(arrow, field)));
}

/** Likewise, of one. */
export function arrowField(arrow: ArrowLibrary, field: TableField): Field {
  const metadata = field.default === undefined
    ? undefined
    : new Map([[DEFAULT_KEY, JSON.stringify(field.default)]]);
  return new arrow.Field(
    field.name,
    arrowType(arrow, field.type),
    field.nullable,
    metadata,
  );
}

/** Whether rows of the one can stand in a column of the other. */
export function isSameType(a: FieldType, b: FieldType): boolean {
  const childrenOf = (type: FieldType) => type.children ?? [];
  const parametersOf = (type: FieldType) =>
    JSON.stringify(Object.entries(type.parameters ?? {}).sort());
  return a.name === b.name && parametersOf(a) === parametersOf(b) &&
    childrenOf(a).length === childrenOf(b).length &&
    childrenOf(a).every((child, index) => {
      const other = childrenOf(b)[index];
      // Names of the elements of lists differ from writer to writer.
      const isNamed = a.name === "struct";
      return other !== undefined && isSameType(child.type, other.type) &&
        (!isNamed || child.name === other.name);
    });
}

/** `list<int32>`, for sentences. */
export function typeText({ children, name, parameters }: FieldType): string {
  const inside = [
    ...Object.values(parameters ?? {}).map(String),
    ...(children ?? []).map((child) => typeText(child.type)),
  ];
  return inside.length === 0 ? name : `${name}<${inside.join(", ")}>`;
}

const UNITS = ["second", "millisecond", "microsecond", "nanosecond"] as const;
const TIMES = [
  "TimeSecond",
  "TimeMillisecond",
  "TimeMicrosecond",
  "TimeNanosecond",
] as const;

function typeOfArrow(type: DataType, column: string): FieldType {
  // The library has null where its types promise a list.
  const inside = { children: (type.children ?? []).map(fieldOfArrow) };
  const simple = Object.entries(SIMPLE)
    .find(([, name]) => type.toString() === arrowText(name));
  if (simple !== undefined) return { name: simple[0] };
  // The classes of the library tell themselves apart by their fields alone.
  const facts: Partial<Record<string, unknown>> = { ...type };
  const text = type.toString();
  const number = (name: string) => Number(facts[name]);
  const word = UNITS[number("unit")] ?? "second";
  if (text.startsWith("FixedSizeBinary[")) {
    return {
      name: "fixed_size_binary",
      parameters: { width: number("byteWidth") },
    };
  }
  if (text.startsWith("FixedSizeList[")) {
    const parameters = { length: number("listSize") };
    return { name: "fixed_size_list", parameters, ...inside };
  }
  if (text.startsWith("List<")) return { name: "list", ...inside };
  if (text.startsWith("Struct<")) return { name: "struct", ...inside };
  if (text.startsWith("Timestamp<")) {
    const zone = facts["timezone"];
    const parameters = typeof zone === "string" && zone !== ""
      ? { unit: word, zone }
      : { unit: word };
    return { name: "timestamp", parameters };
  }
  if (text.startsWith("Time")) {
    return { name: "time", parameters: { unit: word } };
  }
  if (text.startsWith("Decimal[")) {
    const parameters = {
      precision: number("precision"),
      scale: number("scale"),
      bits: number("bitWidth"),
    };
    return { name: "decimal", parameters };
  }
  throw new TableError(
    "NotSupported",
    `Cannot keep column "${column}": tables have no type ${text}`,
  );
}

/** What the library's types say of themselves. */
function arrowText(name: string): string {
  if (name === "DateDay") return "Date32<DAY>";
  if (name === "DateMillisecond") return "Date64<MILLISECOND>";
  return name;
}

function arrowType(arrow: ArrowLibrary, type: FieldType): DataType {
  const { children = [], name, parameters = {} } = type;
  if (isSimple(name)) return new arrow[SIMPLE[name]]();
  const inner = children.map((child) => arrowField(arrow, child));
  const [first] = inner;
  const number = (key: string) => Number(parameters[key]);
  const unit = UNITS.findIndex((word) => word === parameters["unit"]);
  switch (name) {
    case "fixed_size_binary":
      return new arrow.FixedSizeBinary(number("width"));
    case "fixed_size_list":
      if (first === undefined) break;
      return new arrow.FixedSizeList(number("length"), first);
    case "list":
      if (first === undefined) break;
      return new arrow.List(first);
    case "struct":
      return new arrow.Struct(inner);
    case "timestamp": {
      const { zone } = parameters;
      return new arrow.Timestamp(unit, zone === undefined ? null : `${zone}`);
    }
    case "time":
      return new arrow[TIMES[unit] ?? "TimeSecond"]();
    case "decimal":
      return new arrow.Decimal(
        number("scale"),
        number("precision"),
        number("bits"),
      );
  }
  throw new TableError(
    "CorruptManifest",
    `Cannot use the type "${typeText(type)}" of a manifest: this program ` +
      "does not know it",
  );
}

function parseDefault(text: string): FieldDefault {
  // Only `fieldDefault` writes it, and a manifest is checked when it is read.
  return JSON.parse(text) as FieldDefault;
}
