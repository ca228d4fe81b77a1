/**
 * Holds a parsed JSON value against the part of JSON Schema that our own files
 * need, so that a damaged file is refused with the place of its first damage.
 */

/** A schema as it is published: plain JSON Schema (draft 2020-12). */
export interface JsonShape {
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly (string | number)[];
  readonly properties?: Readonly<Record<string, JsonShape>>;
  readonly required?: readonly string[];
  /** `false` refuses names that `properties` lacks. */
  readonly additionalProperties?: boolean | JsonShape;
  readonly items?: JsonShape;
}

type JsonType =
  | "object"
  | "array"
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "null";

/** `null` when `value` fits; else where it does not and what is there. */
export function firstMismatch(
  value: unknown,
  shape: JsonShape,
  path = "the document",
): string | null {
  const types = typeof shape.type === "string" ? [shape.type] : shape.type;
  if (types && !types.some((type) => isOfType(value, type))) {
    return `${path} is ${nameOf(value)}, not ${types.join(" or ")}`;
  }
  if (shape.enum && !shape.enum.some((known) => known === value)) {
    const known = shape.enum.map((one) => JSON.stringify(one)).join(", ");
    return `${path} is ${nameOf(value)}, not one of ${known}`;
  }
  if (Array.isArray(value)) return itemMismatch(value, shape, path);
  if (isRecord(value)) return propertyMismatch(value, shape, path);
  return null;
}

function itemMismatch(
  values: readonly unknown[],
  shape: JsonShape,
  path: string,
): string | null {
  if (shape.items === undefined) return null;
  for (const [index, value] of values.entries()) {
    const mismatch = firstMismatch(value, shape.items, `${path}[${index}]`);
    if (mismatch !== null) return mismatch;
  }
  return null;
}

function propertyMismatch(
  value: Readonly<Record<string, unknown>>,
  shape: JsonShape,
  path: string,
): string | null {
  const missing = shape.required?.find((name) => !(name in value));
  if (missing !== undefined) return `${path} lacks "${missing}"`;
  for (const [name, one] of Object.entries(value)) {
    const known = shape.properties?.[name] ?? shape.additionalProperties;
    if (known === false) return `${path} has an unknown "${name}"`;
    if (typeof known !== "object") continue;
    const mismatch = firstMismatch(one, known, `${path}.${name}`);
    if (mismatch !== null) return mismatch;
  }
  return null;
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return kindOf(value) === type;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return typeof value;
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  const text = String(JSON.stringify(value));
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
