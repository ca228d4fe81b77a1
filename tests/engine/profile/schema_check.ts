/**
 * Checks a value against the part of JSON Schema that `profileSchema()` uses.
 * A keyword it does not know is a fault, so that none is passed over.
 */
import type { JsonSchema, JsonValue } from "../../../engine/profile/rule.ts";

type Check = (rule: JsonValue, value: unknown, at: string) => string[];

/** One line for each breach; none if `value` is valid. */
export function schemaFaults(
  schema: JsonSchema,
  value: unknown,
  at = "$",
): string[] {
  const faults = Object.entries(schema).flatMap(([keyword, rule]) => {
    const check = CHECKS[keyword];
    if (check === undefined) return [`${at}: unknown keyword ${keyword}`];
    return check(rule, value, at);
  });
  if (schema["additionalProperties"] !== undefined && isRecord(value)) {
    faults.push(...checkProperties(schema, value, at));
  }
  return faults;
}

const silent: Check = () => [];

const CHECKS: Readonly<Record<string, Check>> = {
  $schema: silent,
  title: silent,
  description: silent,
  properties: silent,
  additionalProperties: silent,
  type: (rule, value, at) => fault(hasType(value, rule), at, `type ${rule}`),
  enum: (rule, value, at) =>
    fault(Array.isArray(rule) && rule.includes(value), at, "enum"),
  pattern: (rule, value, at) =>
    fault(
      typeof value !== "string" || new RegExp(String(rule), "u").test(value),
      at,
      `pattern ${rule}`,
    ),
  minimum: (rule, value, at) =>
    fault(!(Number(value) < Number(rule)), at, "min"),
  maximum: (rule, value, at) =>
    fault(!(Number(value) > Number(rule)), at, "max"),
  minItems: (rule, value, at) =>
    fault(
      !Array.isArray(value) || value.length >= Number(rule),
      at,
      "minItems",
    ),
  maxItems: (rule, value, at) =>
    fault(
      !Array.isArray(value) || value.length <= Number(rule),
      at,
      "maxItems",
    ),
  minProperties: (rule, value, at) =>
    fault(!isRecord(value) || keyCount(value) >= Number(rule), at, "minKeys"),
  maxProperties: (rule, value, at) =>
    fault(!isRecord(value) || keyCount(value) <= Number(rule), at, "maxKeys"),
  required: (rule, value, at) =>
    !isRecord(value) || !Array.isArray(rule)
      ? []
      : rule.filter((key) => !Object.hasOwn(value, key))
        .map((key) => `${at}: missing ${key}`),
  items: (rule, value, at) =>
    !Array.isArray(value) || !isSchema(rule)
      ? []
      : value.flatMap((item, i) => schemaFaults(rule, item, `${at}[${i}]`)),
  propertyNames: (rule, value, at) =>
    !isRecord(value) || !isSchema(rule)
      ? []
      : Object.keys(value).flatMap((key) => schemaFaults(rule, key, at)),
  anyOf: (rule, value, at) => {
    const schemas = Array.isArray(rule) ? rule.filter(isSchema) : [];
    const lists = schemas.map((schema) => schemaFaults(schema, value, at));
    const isValid = lists.some((faults) => faults.length === 0);
    return isValid ? [] : [`${at}: none of ${lists.length}`];
  },
};

function checkProperties(
  schema: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  at: string,
): string[] {
  const properties = schema["properties"];
  const others = schema["additionalProperties"] ?? true;
  return Object.entries(value).flatMap(([key, part]) => {
    const own = isSchema(properties) && Object.hasOwn(properties, key)
      ? properties[key] ?? others
      : others;
    if (own === false) return [`${at}: unknown key ${key}`];
    return isSchema(own) ? schemaFaults(own, part, `${at}.${key}`) : [];
  });
}

function hasType(value: unknown, type: JsonValue): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  const kind = typeof value;
  return kind === type;
}

function fault(isMet: boolean, at: string, what: string): string[] {
  return isMet ? [] : [`${at}: ${what}`];
}

function keyCount(value: Readonly<Record<string, unknown>>): number {
  return Object.keys(value).length;
}

function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return isRecord(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
