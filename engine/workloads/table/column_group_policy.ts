/**
 * Which columns lie in the same files. A schema, properties and the first rows
 * in, groups out; a table that has groups goes on with those.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import { columnSizeBytes } from "./arrow_size.ts";
import type { ColumnGroup } from "./manifest.ts";
import type { TableProperties } from "./table_properties.ts";

/** Columns, and the format of their files. */
export interface PlannedGroup {
  readonly columns: readonly string[];
  readonly format: string;
}

export interface PolicyOptions {
  readonly schema: Schema;
  readonly properties: TableProperties;
  /** Of the table that rows are appended to; they stay as they are. */
  readonly existing?: readonly Pick<ColumnGroup, "columns" | "format">[];
  /** The first rows; only the policy `size_based` looks at them. */
  readonly sample: RecordBatch;
}

/** Every column of the schema is in exactly one group, and none is empty. */
export function planGroups(options: PolicyOptions): PlannedGroup[] {
  const { existing = [], properties, schema } = options;
  const names = schema.fields.map(({ name }) => name);
  const kept = existing
    .filter(({ columns }) => columns.some((name) => names.includes(name)))
    .map(({ columns, format }) => ({ columns, format }));
  const known = new Set(kept.flatMap(({ columns }) => columns));
  const fresh = names.filter((name) => !known.has(name));
  const policy = properties.text("writer.policy");
  const planned = policy === "schema_based"
    ? byPattern(fresh, properties)
    : policy === "size_based"
    ? bySize(fresh, options)
    : [{ columns: fresh, format: properties.text("format") }];
  return [...kept, ...planned.filter(({ columns }) => columns.length > 0)];
}

/** The first pattern that fits a whole name has it; the last group the rest. */
function byPattern(
  names: readonly string[],
  properties: TableProperties,
): PlannedGroup[] {
  const patterns = properties.list("writer.split.schema_based.patterns")
    .map((pattern) => new RegExp(`^(?:${pattern})$`, "u"));
  const formats = properties.list("writer.split.schema_based.formats");
  const standard = properties.text("format");
  const first = (name: string) =>
    patterns.findIndex((pattern) => pattern.test(name));
  const of = (index: number) => names.filter((name) => first(name) === index);
  return [
    ...patterns.map((_, index) => ({
      columns: of(index),
      format: formats[index] ?? standard,
    })),
    { columns: of(-1), format: standard },
  ];
}

/** Large columns lie alone, wherever they stand; small ones share. */
function bySize(
  names: readonly string[],
  { properties, sample }: PolicyOptions,
): PlannedGroup[] {
  const large = properties.count(
    "writer.split.size_based.max_avg_column_size",
  );
  const together = properties.count(
    "writer.split.size_based.max_columns_in_group",
  );
  const format = properties.text("format");
  const sizes = new Map(
    sample.schema.fields.map(({ name }, index) => {
      const column = sample.data.children[index];
      const bytes = column === undefined ? 0 : columnSizeBytes(column);
      return [name, bytes / Math.max(1, sample.numRows)];
    }),
  );
  const isLarge = (name: string) => (sizes.get(name) ?? 0) > large;
  const small = names.filter((name) => !isLarge(name));
  const groups: PlannedGroup[] = [];
  for (let at = 0; at < small.length; at += together) {
    groups.push({ columns: small.slice(at, at + together), format });
  }
  return [
    ...groups,
    ...names.filter(isLarge).map((name) => ({ columns: [name], format })),
  ];
}
