/** Rules for values with parts: lists, mappings with fixed keys, choices. */
import { didYouMean } from "./nearest_word.ts";
import {
  inside,
  type JsonSchema,
  type Place,
  type Rule,
  type Ruled,
} from "./rule.ts";
import { wrong } from "./scalar_rule.ts";

/** One key of a mapping. */
export interface Field<T> {
  readonly rule: Rule<T>;
  readonly required?: true;
  /** What it does and what its absence means; becomes part of the schema. */
  readonly says: string;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What was read; a key is absent when it was not given or was wrong. */
export type FieldsRead<F extends Fields> = {
  readonly [K in keyof F]?: Ruled<F[K]["rule"]>;
};

/** A mapping with these keys and no others. */
export function mapping<F extends Fields>(fields: F): Rule<FieldsRead<F>> {
  const known = Object.keys(fields);
  return {
    schema: mappingSchema(fields),
    read(value, place) {
      if (!isMapping(value)) return wrong(value, place, "a mapping");
      for (const key of Object.keys(value)) {
        if (Object.hasOwn(fields, key)) continue;
        place.mistakes.note(
          inside(place, key).path,
          `Unknown key "${key}"${didYouMean(key, known)}`,
        );
      }
      const read: Record<string, unknown> = {};
      for (const [key, field] of Object.entries(fields)) {
        const given = Object.hasOwn(value, key) ? value[key] : undefined;
        const part = readField(given, field, inside(place, key));
        if (part !== undefined) read[key] = part;
      }
      // Each part was read by the rule of its own key, which the compiler
      // cannot follow through Object.entries().
      return read as FieldsRead<F>;
    },
  };
}

function readField(
  value: unknown,
  field: Field<unknown>,
  place: Place,
): unknown {
  if (value !== undefined) return field.rule.read(value, place);
  if (field.required === true) {
    place.mistakes.note(place.path, `Missing key: ${field.says}`);
  }
  return undefined;
}

function mappingSchema(fields: Fields): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [key, { rule, says, required: isRequired }] of entries(fields)) {
    const described = rule.schema["description"];
    const description = typeof described === "string"
      ? `${says} (${described})`
      : says;
    properties[key] = { ...rule.schema, description };
    if (isRequired === true) required.push(key);
  }
  const schema = { type: "object", properties, additionalProperties: false };
  return required.length > 0 ? { ...schema, required } : schema;
}

function entries(fields: Fields): [string, Field<unknown>][] {
  return Object.entries(fields);
}

/** A mapping of which exactly one key must be given. */
export function single<T>(rule: Rule<T>, expected: string): Rule<T> {
  return {
    schema: { ...rule.schema, minProperties: 1, maxProperties: 1 },
    read(value, place) {
      const isSingle = isMapping(value) && Object.keys(value).length === 1;
      if (isSingle) return rule.read(value, place);
      return wrong(value, place, expected);
    },
  };
}

export interface ListOptions {
  readonly min: number;
  readonly max: number;
  /** What one item is called: `step`, `target`. */
  readonly item: string;
}

/** A list; wrong items are noted and left out. */
export function list<T>(rule: Rule<T>, options: ListOptions): Rule<T[]> {
  const { min, max, item } = options;
  const expected = `a list of ${min} to ${max} ${item}s`;
  return {
    schema: {
      type: "array",
      items: rule.schema,
      minItems: min,
      maxItems: max,
    },
    read(value, place) {
      if (!Array.isArray(value)) return wrong(value, place, expected);
      if (value.length < min || value.length > max) {
        const sentence = `Cannot use ${value.length} ${item}s: expected ${
          min === max ? min : `${min} to ${max}`
        }`;
        place.mistakes.note(place.path, sentence);
        return undefined;
      }
      return value
        .map((part, index) => rule.read(part, inside(place, index)))
        .filter((part) => part !== undefined);
    },
  };
}

export interface PairsOptions<V> {
  readonly key: Rule<number>;
  readonly value: Rule<V>;
  readonly max: number;
}

/** A mapping whose keys are quantities: `{4KiB: 70, 64KiB: 30}`. */
export function pairs<V>(
  options: PairsOptions<V>,
): Rule<readonly (readonly [number, V])[]> {
  const { key: keyRule, value: valueRule, max } = options;
  return {
    schema: {
      type: "object",
      propertyNames: keyRule.schema,
      additionalProperties: valueRule.schema,
      minProperties: 1,
      maxProperties: max,
    },
    read(value, place) {
      if (!isMapping(value)) return wrong(value, place, "a mapping");
      const keys = Object.keys(value);
      if (keys.length < 1 || keys.length > max) {
        return wrong(value, place, `1 to ${max} entries`);
      }
      const read: (readonly [number, V])[] = [];
      for (const key of keys) {
        const at = inside(place, key);
        const amount = keyRule.read(key, at);
        const part = valueRule.read(value[key], at);
        if (amount !== undefined && part !== undefined) {
          read.push([amount, part]);
        }
      }
      return read.length === keys.length ? read : undefined;
    },
  };
}

export interface Choices<T> {
  /** For texts, numbers and truth values. */
  readonly scalar: Rule<T>;
  readonly mapping?: Rule<T>;
  readonly list?: Rule<T>;
}

/** One of several shapes, told apart by what kind of value it is. */
export function either<T>(choices: Choices<T>): Rule<T> {
  const { scalar, mapping: ofMapping, list: ofList } = choices;
  const rules = [scalar, ofMapping, ofList].filter((one) => one !== undefined);
  return {
    schema: { anyOf: rules.map((rule) => rule.schema) },
    read(value, place) {
      if (Array.isArray(value)) return (ofList ?? scalar).read(value, place);
      if (isMapping(value)) return (ofMapping ?? scalar).read(value, place);
      return scalar.read(value, place);
    },
  };
}

/** Whether `value` is a mapping: no list, not nothing. */
export function isMapping(
  value: unknown,
): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
