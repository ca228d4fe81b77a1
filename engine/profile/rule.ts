/**
 * A rule reads one value of a profile and describes it as JSON Schema. Both
 * come from one place, so that the schema and the reader cannot disagree.
 */
import type { Mistakes } from "./usage_error.ts";

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | JsonSchema;

export interface JsonSchema {
  readonly [key: string]: JsonValue;
}

/** Where reading stands, and where mistakes go. */
export interface Place {
  readonly path: string;
  readonly mistakes: Mistakes;
}

export interface Rule<T> {
  readonly schema: JsonSchema;
  /** The value, or `undefined` after at least one mistake was noted. */
  read(value: unknown, place: Place): T | undefined;
}

/** What a rule reads. */
export type Ruled<R> = R extends Rule<infer T> ? T : never;

/** `steps` and `name` make `steps.name`; numbers make `steps[0]`. */
export function inside(place: Place, key: string | number): Place {
  if (typeof key === "number") {
    return { ...place, path: `${place.path}[${key}]` };
  }
  const dot = place.path === "" ? "" : ".";
  return { ...place, path: `${place.path}${dot}${key}` };
}

/** A value as it may stand in a sentence: short, quoted like JSON. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "number") return String(value);
  const text = String(value);
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}

/** Reads by `rule`, then refines; `refine` notes its own mistakes. */
export function refined<T, U>(
  rule: Rule<T>,
  refine: (value: T, place: Place) => U | undefined,
): Rule<U> {
  return {
    schema: rule.schema,
    read(value, place) {
      const read = rule.read(value, place);
      return read === undefined ? undefined : refine(read, place);
    },
  };
}
