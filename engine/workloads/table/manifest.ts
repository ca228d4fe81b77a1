/**
 * What one version of a table is: which files hold which rows of which
 * columns. Plain values, so that it can be saved; see `manifest_codec.ts`.
 *
 * Design: a column group need not cover every row. Rows of the table that no
 * file of a group covers read as null, or as the default of the field, so that
 * a field can be added without rewriting what is there.
 */

/** Half-open: row `end` is the first one behind it. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** A file, or a part of one, and the rows of the table that it holds. */
export interface DataFile {
  /** Below the table, `_data/...`; with `/` in front a key of the storage. */
  readonly path: string;
  /** Rows of the file itself that count. */
  readonly rows: RowRange;
  /** Row of the table that `rows.start` is. */
  readonly firstRow: number;
  /** `null` where somebody else wrote it and nobody asked. */
  readonly sizeBytes: number | null;
  /** CRC32C of all its bytes, 8 digits in hexadecimal, or `null` likewise. */
  readonly crc32c: string | null;
  readonly properties: Readonly<Record<string, string>>;
}

/** Columns that lie in the same files. */
export interface ColumnGroup {
  /** Unique in the table, and never used again. */
  readonly id: number;
  readonly columns: readonly string[];
  /** Of its files: `parquet`. */
  readonly format: string;
  /** Rows of the table that its files cover, in order, without touching. */
  readonly ranges: readonly RowRange[];
  /** Those that no checkpoint holds, in order of rows. */
  readonly files: readonly DataFile[];
}

/** An immutable list of files, or of such lists, in a file of its own. */
export interface CheckpointRef {
  readonly path: string;
  readonly sizeBytes: number;
  readonly crc32c: string;
  /** 0 holds files; a higher one holds checkpoints of the level below. */
  readonly level: number;
  readonly fileCount: number;
  /** Rows of the table that its files touch. */
  readonly rows: RowRange;
}

/** A field of the schema, without the classes of a library. */
export interface TableField {
  readonly name: string;
  readonly type: FieldType;
  readonly nullable: boolean;
  /** What rows without it read as; JSON of the value, `null` if absent. */
  readonly default?: FieldDefault;
}

/** Integers as text, so that 64 bits are exact. */
export type FieldDefault =
  | { readonly kind: "number" | "integer" | "text"; readonly text: string }
  | { readonly kind: "boolean"; readonly isTrue: boolean };

/** Name of the type and what it is made of: see `field_type.ts`. */
export interface FieldType {
  /** `int64`, `utf8`, `list`, `timestamp`. */
  readonly name: string;
  /** Width, scale, unit, zone: as the type has them. */
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly children?: readonly TableField[];
}

/** One step of the schema's history. */
export interface SchemaChange {
  /** The table that has it first. */
  readonly version: number;
  readonly added: readonly TableField[];
  readonly dropped: readonly string[];
}

export interface DeltaLog {
  readonly path: string;
  readonly type: "primary key" | "positional" | "equality";
  readonly entries: number;
}

export interface Stat {
  readonly paths: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface TableIndex {
  readonly columnName: string;
  readonly indexName: string;
  readonly indexType: string;
  readonly path: string;
  /** 0: known by its column and type. */
  readonly indexId: number;
  readonly rowCount: number;
  readonly properties: Readonly<Record<string, string>>;
}

export interface LobFile {
  readonly path: string;
  readonly fieldId: number;
  readonly totalRows: number;
  readonly validRows: number;
  readonly sizeBytes: number;
}

/** Anything that JSON can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

export interface Manifest {
  /** 1 or 2: how it was read, or is to be written. */
  readonly formatVersion: number;
  readonly tableId: string;
  /** Counted from 1; 0 is the empty table that has no manifest. */
  readonly version: number;
  readonly parentVersion: number;
  /** CRC32C of the parent's file; `null` if there is none. */
  readonly parentCrc32c: string | null;
  /** Tells whose commit it is when the answer was lost. */
  readonly transactionId: string;
  readonly rowCount: number;
  readonly nextGroupId: number;
  /** The last version that left out what others had committed; 0: none. */
  readonly lastOverwrite: number;
  readonly schema: readonly SchemaChange[];
  readonly groups: readonly ColumnGroup[];
  readonly checkpoints: readonly CheckpointRef[];
  readonly deltaLogs: readonly DeltaLog[];
  readonly stats: Readonly<Record<string, Stat>>;
  readonly indexes: readonly TableIndex[];
  readonly lobFiles: readonly LobFile[];
  readonly properties: Readonly<Record<string, string>>;
  /** Members that this program does not know; written again as they were. */
  readonly unknown: Readonly<Record<string, JsonValue>>;
}

/** The newest form that is written; all from 1 on are read. */
export const MANIFEST_FORMAT_MAX = 2;

/** Version 0: no columns, no rows. */
export function emptyManifest(tableId: string): Manifest {
  return {
    formatVersion: MANIFEST_FORMAT_MAX,
    tableId,
    version: 0,
    parentVersion: 0,
    parentCrc32c: null,
    transactionId: "",
    rowCount: 0,
    nextGroupId: 1,
    lastOverwrite: 0,
    schema: [],
    groups: [],
    checkpoints: [],
    deltaLogs: [],
    stats: {},
    indexes: [],
    lobFiles: [],
    properties: {},
    unknown: {},
  };
}

/** Fields after all steps of the history, or after those up to `version`. */
export function fieldsOf(
  { schema }: Pick<Manifest, "schema">,
  version = Infinity,
): readonly TableField[] {
  const fields = new Map<string, TableField>();
  for (const change of schema) {
    if (change.version > version) break;
    for (const name of change.dropped) fields.delete(name);
    for (const field of change.added) fields.set(field.name, field);
  }
  return [...fields.values()];
}

/** Rows of a file: of the table where `firstRow` says. */
export function rowsInTable({ firstRow, rows }: DataFile): RowRange {
  return { start: firstRow, end: firstRow + rows.end - rows.start };
}
