/**
 * A manifest and what a transaction does to it in, the next manifest out, in
 * the order of the source design: drops, appends, indexes, added groups. The
 * result is held against the rules of `validate_manifest.ts`; nothing is kept
 * of an update that breaks one.
 */
import { isSameType, typeText } from "./field_type.ts";
import {
  type ColumnGroup,
  fieldsOf,
  type Manifest,
  rowsInTable,
  type SchemaChange,
  type TableField,
} from "./manifest.ts";
import { mergeRanges } from "./row_range.ts";
import { TableError } from "./table_error.ts";
import {
  type NewGroup,
  rowsOfGroup,
  type TableUpdate,
  type WrittenRows,
} from "./table_update.ts";
import { validateManifest } from "./validate_manifest.ts";

export interface ApplyOptions {
  /** Of the new manifest. */
  readonly version: number;
  /** Rows of the manifest that the transaction had read. */
  readonly rowsRead: number;
}

/** Throws a `TableError` with one sentence for the first rule that breaks. */
export function applyUpdates(
  manifest: Manifest,
  updates: readonly TableUpdate[],
  options: ApplyOptions,
): Manifest {
  const next = new NextManifest(manifest, options);
  const of = <K extends TableUpdate["is"]>(kind: K) =>
    updates.filter((one): one is Extract<TableUpdate, { is: K }> =>
      one.is === kind
    );
  for (const { column } of of("drop column")) next.drop(column);
  for (const { field } of of("add field")) next.addField(field);
  for (const { rows } of of("append files")) next.append(rows);
  for (const { column, type } of of("drop index")) next.dropIndex(column, type);
  for (const update of of("add column group")) next.addGroup(update);
  const made = next.finish(updates);
  validateManifest(made);
  return made;
}

class NextManifest {
  readonly #base: Manifest;
  readonly #options: ApplyOptions;
  readonly #fields: Map<string, TableField>;
  readonly #added: TableField[] = [];
  readonly #dropped: string[] = [];
  #groups: ColumnGroup[];
  #indexes: Manifest["indexes"];
  #rowCount: number;
  #nextGroupId: number;

  constructor(base: Manifest, options: ApplyOptions) {
    this.#base = base;
    this.#options = options;
    this.#fields = new Map(fieldsOf(base).map((one) => [one.name, one]));
    this.#groups = [...base.groups];
    this.#indexes = base.indexes;
    this.#rowCount = base.rowCount;
    this.#nextGroupId = base.nextGroupId;
  }

  /** A column that is not there is dropped already. */
  drop(column: string): void {
    if (!this.#fields.delete(column)) return;
    this.#dropped.push(column);
    this.#groups = this.#groups
      .map((group) => ({
        ...group,
        columns: group.columns.filter((name) => name !== column),
      }))
      .filter(({ columns }) => columns.length > 0);
    this.#indexes = this.#indexes.filter((one) => one.columnName !== column);
  }

  addField(field: TableField): void {
    if (this.#fields.has(field.name)) {
      throw new TableError(
        "SchemaMismatch",
        `Cannot add column "${field.name}": the table has one of that name`,
      );
    }
    this.#fields.set(field.name, field);
    this.#added.push(field);
  }

  append({ fields, groups, rowCount }: WrittenRows): void {
    for (const group of groups) {
      const rows = rowsOfGroup(group);
      if (rows === rowCount) continue;
      throw new TableError(
        "Misaligned",
        `Cannot append: the group of column "${group.columns[0]}" has ` +
          `${rows} rows, and the others ${rowCount}`,
      );
    }
    this.#admitFields(fields);
    for (const group of groups) this.#appendGroup(group);
    this.#rowCount += rowCount;
    const touched = new Set(fields.map(({ name }) => name));
    // An index of rows that are not all of them would hide the new ones.
    this.#indexes = this.#indexes.filter((one) => !touched.has(one.columnName));
  }

  dropIndex(column: string, type: string): void {
    this.#indexes = this.#indexes.filter((one) =>
      one.columnName !== column || one.indexType !== type
    );
  }

  addGroup(
    update: Extract<TableUpdate, { is: "add column group" }>,
  ): void {
    const { fields, firstRow, group } = update;
    const rows = rowsOfGroup(group);
    const end = firstRow + rows;
    const isFirst = this.#rowCount === 0 && firstRow === 0;
    if (isFirst) this.#rowCount = rows;
    // Rows that others appended meanwhile have no value in it: they are null.
    else if (end !== this.#options.rowsRead && end !== this.#rowCount) {
      throw new TableError(
        "Misaligned",
        `Cannot add the group of column "${group.columns[0]}": it has ` +
          `${rows} rows from row ${firstRow} on, and the table has ` +
          `${this.#rowCount}`,
      );
    }
    for (const field of fields) this.addField(field);
    this.#newGroup(group, firstRow);
  }

  /** Fields that are there must be the same; others become columns. */
  #admitFields(fields: readonly TableField[]): void {
    for (const field of fields) {
      const known = this.#fields.get(field.name);
      if (known === undefined) {
        this.addField(field);
        continue;
      }
      if (!isSameType(known.type, field.type)) {
        throw new TableError(
          "SchemaMismatch",
          `Cannot append to column "${field.name}": it is ` +
            `${typeText(known.type)}, and the rows have ` +
            typeText(field.type),
        );
      }
      if (field.nullable && !known.nullable) {
        throw new TableError(
          "SchemaMismatch",
          `Cannot append to column "${field.name}": it holds no nulls, and ` +
            "the rows may: say in their schema that they do not",
        );
      }
    }
  }

  #appendGroup(group: NewGroup): void {
    const names = new Set(group.columns);
    const index = this.#groups.findIndex(({ columns }) =>
      columns.some((name) => names.has(name))
    );
    const known = this.#groups[index];
    if (known === undefined) {
      this.#newGroup(group, this.#rowCount);
      return;
    }
    const isSame = known.columns.length === names.size &&
      known.columns.every((name) => names.has(name));
    if (!isSame || known.format !== group.format) {
      throw new TableError(
        "SchemaMismatch",
        `Cannot append a group of ${quoted(group.columns)} in ` +
          `${group.format}: the table keeps ${quoted(known.columns)} ` +
          `together, in ${known.format}`,
      );
    }
    this.#groups[index] = withFiles(known, group, this.#rowCount);
  }

  #newGroup(group: NewGroup, firstRow: number): void {
    const { columns, format } = group;
    const empty = { id: this.#nextGroupId, columns, format };
    this.#nextGroupId += 1;
    this.#groups.push(
      withFiles({ ...empty, ranges: [], files: [] }, group, firstRow),
    );
  }

  finish(updates: readonly TableUpdate[]): Manifest {
    const base = this.#base;
    const properties: Record<string, string> = { ...base.properties };
    const stats = { ...base.stats };
    const deltaLogs = [...base.deltaLogs];
    const lobFiles = [...base.lobFiles];
    let indexes = [...this.#indexes];
    for (const update of updates) {
      if (update.is === "add delta log") deltaLogs.push(update.log);
      if (update.is === "add lob file") lobFiles.push(update.lob);
      if (update.is === "set stat") stats[update.name] = update.stat;
      if (update.is === "set property") {
        if (update.value === null) delete properties[update.name];
        else properties[update.name] = update.value;
      }
      if (update.is === "add index") {
        const { index } = update;
        indexes = indexes.filter((one) =>
          index.indexId !== 0
            ? one.indexId !== index.indexId
            : one.columnName !== index.columnName ||
              one.indexType !== index.indexType
        );
        indexes.push(index);
      }
    }
    const change: SchemaChange = {
      version: this.#options.version,
      added: this.#added,
      dropped: this.#dropped,
    };
    const isChanged = change.added.length + change.dropped.length > 0;
    return {
      ...base,
      version: this.#options.version,
      rowCount: this.#rowCount,
      nextGroupId: this.#nextGroupId,
      schema: isChanged ? [...base.schema, change] : base.schema,
      groups: this.#groups,
      deltaLogs,
      stats,
      indexes,
      lobFiles,
      properties,
    };
  }
}

function withFiles(
  known: ColumnGroup,
  { files }: NewGroup,
  firstRow: number,
): ColumnGroup {
  let at = firstRow;
  const placed = files.map((file) => {
    const made = { ...file, firstRow: at };
    at = rowsInTable(made).end;
    return made;
  });
  return {
    ...known,
    ranges: mergeRanges([...known.ranges, { start: firstRow, end: at }]),
    files: [...known.files, ...placed],
  };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
