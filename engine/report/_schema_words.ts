/** Words in which the JSON Schema of a report is written. */
import type { JsonShape } from "../recorder/mod.ts";

/** Any text. */
export const TEXT: JsonShape = { type: "string" };
/** Any number, with or without a fraction. */
export const NUMBER: JsonShape = { type: "number" };
/** A whole number. */
export const COUNT: JsonShape = { type: "integer" };
/** True or false. */
export const FLAG: JsonShape = { type: "boolean" };
/** A number, or null where there is none. */
export const MAYBE: JsonShape = { type: ["number", "null"] };
/** A list of texts. */
export const TEXTS: JsonShape = { type: "array", items: TEXT };

type Properties = Readonly<Record<string, JsonShape>>;

/** A record: all of `properties` are required unless named in `optional`. */
export function record(
  properties: Properties,
  optional: string[] = [],
): JsonShape {
  const required = Object.keys(properties)
    .filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

/** Any number of them. */
export function list(items: JsonShape): JsonShape {
  return { type: "array", items };
}

/** A record, or null where nothing was measured. */
export function orNull(shape: JsonShape): JsonShape {
  return { ...shape, type: ["object", "null"] };
}

/** Rows over time of a step that has no lanes. */
export const COURSE: JsonShape = list(record({
  startNs: NUMBER,
  endNs: NUMBER,
  count: COUNT,
  bytes: NUMBER,
  retries: COUNT,
  p50Ns: MAYBE,
  p99Ns: MAYBE,
  maxNs: MAYBE,
  heldBytesMax: NUMBER,
}, ["heldBytesMax"]));

/** A closed list of words. */
export function oneOf(...words: string[]): JsonShape {
  return { enum: words };
}
