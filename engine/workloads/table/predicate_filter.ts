/**
 * Which rows of a batch fulfil a predicate, by the rules of SQL: a comparison
 * with null is neither true nor false. Texts compare by code points, as their
 * bytes do.
 */
import type { RecordBatch, Vector } from "apache-arrow";
import type { TableField } from "./manifest.ts";
import type { Predicate } from "./parquet/predicate.ts";
import { TableError } from "./table_error.ts";

type Value = number | bigint | string | boolean | Uint8Array;
type Truth = boolean | null;

/** Places in the batch, ascending. It has all columns of the predicate. */
export function matchingRows(
  batch: RecordBatch,
  predicate: Predicate,
): number[] {
  const columns = new Map(
    [...predicateColumns(predicate)].map((
      name,
    ) => [name, batch.getChild(name)]),
  );
  const rows: number[] = [];
  for (let row = 0; row < batch.numRows; row++) {
    if (truthOf(predicate, columns, row) === true) rows.push(row);
  }
  return rows;
}

/** Names that a predicate asks for. */
export function predicateColumns(predicate: Predicate): Set<string> {
  switch (predicate.is) {
    case "and":
    case "or":
      return new Set(
        predicate.all.flatMap((one) => [...predicateColumns(one)]),
      );
    case "not":
      return predicateColumns(predicate.one);
    default:
      return new Set([predicate.column]);
  }
}

/** Throws `InvalidArgument` for a column that is not there. */
export function columnsOfPredicate(
  predicate: Predicate,
  fields: readonly TableField[],
): TableField[] {
  return [...predicateColumns(predicate)].map((name) => {
    const field = fields.find((one) => one.name === name);
    if (field !== undefined) return field;
    throw new TableError(
      "InvalidArgument",
      `Cannot filter by column "${name}": the table has none of that name`,
    );
  });
}

type Columns = ReadonlyMap<string, Vector | null>;

function truthOf(predicate: Predicate, columns: Columns, row: number): Truth {
  switch (predicate.is) {
    case "and":
      return all(predicate.all.map((one) => truthOf(one, columns, row)));
    case "or": {
      const parts = predicate.all.map((one) => truthOf(one, columns, row));
      return negated(all(parts.map(negated)));
    }
    case "not":
      return negated(truthOf(predicate.one, columns, row));
  }
  const value: Value | null = columns.get(predicate.column)?.get(row) ?? null;
  switch (predicate.is) {
    case "null":
      return value === null;
    case "not null":
      return value !== null;
    case "in":
      return value === null
        ? null
        : predicate.values.some((one) => isTrue("=", value, one));
    default:
      return value === null
        ? null
        : isTrue(predicate.is, value, predicate.value);
  }
}

function all(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function negated(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function isTrue(is: string, found: Value, given: Value): boolean {
  if (Number.isNaN(found) || Number.isNaN(given)) return is === "!=";
  const order = compare(found, given);
  switch (is) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}

function compare(found: Value, given: Value): number {
  if (typeof found === "string" && typeof given === "string") {
    return compareBytes(Array.from(found, codeOf), Array.from(given, codeOf));
  }
  if (found instanceof Uint8Array && given instanceof Uint8Array) {
    return compareBytes(found, given);
  }
  return found < given ? -1 : found > given ? 1 : 0;
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

function compareBytes(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
