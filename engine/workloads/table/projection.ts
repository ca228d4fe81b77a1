/** Which columns a reader gives out, and as what: names in, fields out. */
import { didYouMean } from "../../profile/mod.ts";
import { isSameType, typeText } from "./field_type.ts";
import type { TableField } from "./manifest.ts";
import { TableError } from "./table_error.ts";

export interface ProjectionOptions {
  /** As the reader wants them; those of the table when absent. */
  readonly fields?: readonly TableField[];
  /** In the order wanted; all when absent. */
  readonly columns?: readonly string[];
}

/**
 * Columns that the table has not, and the reader's own fields have, stay: they
 * are null in every row. Throws `InvalidArgument` for a name that neither has,
 * or that comes twice, and `SchemaMismatch` for another type.
 */
export function projectFields(
  known: readonly TableField[],
  { columns, fields }: ProjectionOptions,
): readonly TableField[] {
  const all = fields === undefined
    ? known
    : fields.map((field) => asRead(field, known));
  const names = columns ?? all.map(({ name }) => name);
  return names.map((name, index) => {
    if (names.indexOf(name) !== index) {
      throw new TableError(
        "InvalidArgument",
        `Cannot read column "${name}" twice at once`,
      );
    }
    const field = all.find((one) => one.name === name);
    if (field !== undefined) return field;
    const others = all.map((one) => one.name);
    throw new TableError(
      "InvalidArgument",
      `Cannot read column "${name}": the table has none of that name` +
        didYouMean(name, others),
    );
  });
}

function asRead(field: TableField, known: readonly TableField[]): TableField {
  const stored = known.find(({ name }) => name === field.name);
  if (stored === undefined) {
    if (field.nullable || field.default !== undefined) return field;
    throw new TableError(
      "SchemaMismatch",
      `Cannot read column "${field.name}" without nulls: the table does not ` +
        "have it, so every row is null",
    );
  }
  if (!isSameType(stored.type, field.type)) {
    throw new TableError(
      "SchemaMismatch",
      `Cannot read column "${field.name}" as ${typeText(field.type)}: it is ` +
        typeText(stored.type),
    );
  }
  if (stored.nullable && !field.nullable) {
    throw new TableError(
      "SchemaMismatch",
      `Cannot read column "${field.name}" without nulls: the table has them`,
    );
  }
  return field.default === undefined && stored.default !== undefined
    ? { ...field, default: stored.default }
    : field;
}
