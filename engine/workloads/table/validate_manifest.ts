/**
 * The rules that every version of a table keeps, as it will be read: a manifest
 * in, a `TableError` for the first rule that is broken. It looks at the final
 * state alone, so that no order of updates gets around it.
 */
import { fieldsOf, type Manifest, rowsInTable } from "./manifest.ts";
import { gapsIn, mergeRanges, rowCountOf } from "./row_range.ts";
import { TableError } from "./table_error.ts";

/** Throws `SchemaMismatch`, `Misaligned` or `InvalidArgument`. */
export function validateManifest(manifest: Manifest): void {
  checkColumns(manifest);
  checkRows(manifest);
  checkFiles(manifest);
  checkNulls(manifest);
}

function checkColumns({ groups, schema }: Manifest): void {
  const fields = new Set(fieldsOf({ schema }).map(({ name }) => name));
  const seen = new Set<string>();
  for (const { columns } of groups) {
    if (columns.length === 0) {
      throw new TableError(
        "SchemaMismatch",
        "Cannot keep a column group without a column",
      );
    }
    for (const column of columns) {
      if (seen.has(column)) {
        throw new TableError(
          "SchemaMismatch",
          `Cannot keep column "${column}" twice: a name stands for one column`,
        );
      }
      seen.add(column);
      // Form 1 may know no fields at all: its files tell them.
      if (fields.size > 0 && !fields.has(column)) {
        throw new TableError(
          "SchemaMismatch",
          `Cannot keep column "${column}": the schema does not have it`,
        );
      }
    }
  }
}

function checkRows({ groups, rowCount }: Manifest): void {
  for (const { columns, ranges } of groups) {
    const last = ranges.at(-1)?.end ?? 0;
    if (last <= rowCount) continue;
    throw new TableError(
      "Misaligned",
      `Cannot keep the group of column "${columns[0]}": its rows end at ` +
        `${last}, and the table has ${rowCount}`,
    );
  }
}

/** Files that a checkpoint holds were looked at when they came. */
function checkFiles({ groups }: Manifest): void {
  for (const { columns, files, ranges } of groups) {
    const empty = files.find(({ rows }) => rows.end <= rows.start);
    if (empty !== undefined) {
      throw new TableError(
        "InvalidArgument",
        `Cannot keep "${empty.path}": its rows go from ${empty.rows.start} ` +
          `to ${empty.rows.end}: ask the file for its rows first`,
      );
    }
    const rows = files.map(rowsInTable);
    if (rowCountOf(mergeRanges(rows)) !== rowCountOf(rows)) {
      throw new TableError(
        "Misaligned",
        `Cannot keep the group of column "${columns[0]}": two of its files ` +
          "hold the same rows of the table",
      );
    }
    const outside = rows.find((one) => gapsIn(ranges, one).length > 0);
    if (outside === undefined) continue;
    throw new TableError(
      "Misaligned",
      `Cannot keep the group of column "${columns[0]}": a file holds rows ` +
        `${outside.start} to ${outside.end}, which the group does not name`,
    );
  }
}

function checkNulls(manifest: Manifest): void {
  const whole = { start: 0, end: manifest.rowCount };
  for (const field of fieldsOf(manifest)) {
    if (field.nullable || field.default !== undefined) continue;
    const group = manifest.groups.find(({ columns }) =>
      columns.includes(field.name)
    );
    const [gap] = gapsIn(group?.ranges ?? [], whole);
    if (gap === undefined) continue;
    throw new TableError(
      "SchemaMismatch",
      `Cannot keep column "${field.name}": rows ${gap.start} to ${gap.end} ` +
        "have no value in it, and it holds no nulls: give it a default, or " +
        "let it be null",
    );
  }
}
