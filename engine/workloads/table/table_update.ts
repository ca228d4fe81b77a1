/** What a transaction does to a table, one value for each step of it. */
import type {
  DataFile,
  DeltaLog,
  LobFile,
  Stat,
  TableField,
  TableIndex,
} from "./manifest.ts";

/** A file that was written or found, before it has a place in the table. */
export type NewFile = Omit<DataFile, "firstRow">;

/** Files that hold the same columns, one behind the other. */
export interface NewGroup {
  readonly columns: readonly string[];
  readonly format: string;
  readonly files: readonly NewFile[];
}

/** What a writer leaves: the same rows in every group. */
export interface WrittenRows {
  readonly fields: readonly TableField[];
  readonly groups: readonly NewGroup[];
  readonly rowCount: number;
}

export type TableUpdate =
  | { readonly is: "append files"; readonly rows: WrittenRows }
  | {
    readonly is: "add column group";
    readonly group: NewGroup;
    readonly fields: readonly TableField[];
    /** Row of the table where it begins. */
    readonly firstRow: number;
  }
  | { readonly is: "add field"; readonly field: TableField }
  | { readonly is: "drop column"; readonly column: string }
  | { readonly is: "add delta log"; readonly log: DeltaLog }
  | { readonly is: "set stat"; readonly name: string; readonly stat: Stat }
  | { readonly is: "add index"; readonly index: TableIndex }
  | {
    readonly is: "drop index";
    readonly column: string;
    readonly type: string;
  }
  | { readonly is: "add lob file"; readonly lob: LobFile }
  | {
    readonly is: "set property";
    readonly name: string;
    /** `null` takes it away. */
    readonly value: string | null;
  };

/** Rows of a group's files together. */
export function rowsOfGroup({ files }: NewGroup): number {
  return files.reduce((sum, { rows }) => sum + rows.end - rows.start, 0);
}

/** Columns whose rows, values or existence an update is about. */
export function columnsTouched(update: TableUpdate): readonly string[] {
  switch (update.is) {
    case "append files":
      return update.rows.fields.map(({ name }) => name);
    case "add column group":
      return update.group.columns;
    case "add field":
      return [update.field.name];
    case "drop column":
    case "drop index":
      return [update.column];
    case "add index":
      return [update.index.columnName];
    default:
      return [];
  }
}
