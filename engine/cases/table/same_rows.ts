/**
 * Whether rows that came are those that were written, by type and by value: a
 * null is no empty text, -0 no 0, and a list is compared item by item.
 */
import type { RecordBatch } from "apache-arrow";
import { fieldsOfArrow, typeText } from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";

/** A value of Arrow as something that can be compared and shown. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return `${value}`;
  if (value instanceof Uint8Array) return `0x${value.toHex()}`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return String(value);
  if ("toJSON" in value && !(Symbol.iterator in value && "length" in value)) {
    const plain: unknown = Object.entries(value)
      .map(([name, one]) => `${name}: ${shown(one)}`).join(", ");
    return `{${plain}}`;
  }
  return isIterable(value)
    ? `[${[...value].map(shown).join(", ")}]`
    : JSON.stringify(
      value,
      (_, one) => typeof one === "bigint" ? `${one}n` : one,
    );
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

/** Breaks the case at the first type or value that is another one. */
export function judgeSameRows(
  expected: readonly RecordBatch[],
  found: readonly RecordBatch[],
  what = "The table",
): void {
  const wanted = typesOf(expected);
  holds(
    typesOf(found) === wanted,
    `${what} has columns ${typesOf(found)}, and should have ${wanted}`,
  );
  const names = expected[0]?.schema.fields.map(({ name }) => name) ?? [];
  for (const [column, name] of names.entries()) {
    const [were, are] = [expected, found].map((batches) =>
      batches.flatMap((batch) => [...batch.getChildAt(column) ?? []])
    );
    holds(
      were?.length === are?.length,
      `${what} has ${are?.length} rows, and should have ${were?.length}`,
    );
    for (const [row, value] of (were ?? []).entries()) {
      const [must, is] = [shown(value), shown(are?.[row])];
      holds(
        must === is,
        `${what} has ${is} in row ${row} of column "${name}", and should ` +
          `have ${must}`,
      );
    }
  }
}

function typesOf(batches: readonly RecordBatch[]): string {
  const [first] = batches;
  if (first === undefined) return "none";
  return fieldsOfArrow(first.schema)
    .map(({ name, type }) => `${JSON.stringify(name)} ${typeText(type)}`)
    .join(", ");
}
