/**
 * Open data files of a table. A file in, its rows out, each file held against
 * what the manifest says of it before a row is given out: its size, its rows,
 * its columns.
 */
import type { RecordBatch } from "apache-arrow";
import { loadArrow } from "./arrow_library.ts";
import type { FileLists } from "./checkpoints.ts";
import { constantColumn } from "./constant_column.ts";
import type { DataFileReader, FileHints } from "./data_format.ts";
import {
  arrowField,
  arrowSchema,
  fieldOfArrow,
  isSameType,
  typeText,
} from "./field_type.ts";
import { batchOf } from "./gather.ts";
import {
  type ColumnGroup,
  type DataFile,
  fieldsOf,
  type Manifest,
  type TableField,
} from "./manifest.ts";
import type { Segment, SegmentFile } from "./segment.ts";
import { TableError } from "./table_error.ts";
import type { TableStore } from "./table_store.ts";

export interface FileReadersOptions {
  readonly store: TableStore;
  readonly lists: FileLists;
  readonly manifest: Manifest;
  readonly retrieveKey?: NonNullable<FileHints["retrieveKey"]>;
}

/** Footers that are kept: more files than that are seldom read in turns. */
const OPEN_MAX = 128;

/** Keeps the footers of the files that were opened last. */
export class FileReaders {
  readonly #options: FileReadersOptions;
  readonly #open = new Map<string, Promise<DataFileReader>>();

  constructor(options: FileReadersOptions) {
    this.#options = options;
  }

  /** Of the manifest, or of its files where it is too old to know them. */
  async fieldsOfTable(): Promise<readonly TableField[]> {
    const { lists, manifest } = this.#options;
    const fields = fieldsOf(manifest);
    if (fields.length > 0) return fields;
    const found: TableField[] = [];
    for (const group of manifest.groups) {
      const [file] = await lists.filesOf(manifest, group.id);
      if (file === undefined) continue;
      const { schema } = await this.open(file, group);
      for (const name of group.columns) {
        const field = schema.fields.find((one) => one.name === name);
        if (field === undefined) throw lacks(file, name);
        found.push({ ...fieldOfArrow(field), nullable: true });
      }
    }
    return found;
  }

  /**
   * Throws `FileMissing`, `Encrypted` for a key that is missing or wrong, and
   * `CorruptFile` for what is not the file that the manifest means.
   */
  open(
    file: DataFile,
    group: Pick<ColumnGroup, "format">,
  ): Promise<DataFileReader> {
    const known = this.#open.get(file.path);
    if (known !== undefined) return known;
    const opened = this.#openNew(file, group);
    this.#open.set(file.path, opened);
    // A failure may be the world's, and the next look another.
    opened.catch(() => this.#open.delete(file.path));
    const [oldest] = this.#open.keys();
    if (this.#open.size > OPEN_MAX && oldest !== undefined) {
      this.#open.delete(oldest);
    }
    return opened;
  }

  /** Rows `rows` of the file itself, of columns that its group has. */
  async *read(
    { file, group }: SegmentFile,
    options: {
      readonly fields: readonly TableField[];
      readonly rows: { readonly start: number; readonly end: number };
      readonly rowsMax: number;
      readonly sizeBytesMax: number;
    },
  ): AsyncGenerator<RecordBatch> {
    const reader = await this.open(file, group);
    mustHaveFields(file, reader, options.fields);
    const batches = reader.read({
      columns: options.fields.map(({ name }) => name),
      rows: options.rows,
      batchRowCountMax: options.rowsMax,
      batchSizeBytesMax: options.sizeBytesMax,
    });
    try {
      for await (const batch of batches) yield batch;
    } catch (error) {
      throw asDamage(file, error);
    }
  }

  /** Rows at places of the table that all lie in the segment. */
  async take(
    segment: Segment,
    fields: readonly TableField[],
    places: readonly number[],
  ): Promise<RecordBatch> {
    const arrow = await loadArrow();
    const taken = new Map<string, RecordBatch["data"]["children"][number]>();
    for (const { file, group } of segment.files) {
      const reader = await this.open(file, group);
      const own = fields.filter(({ name }) => group.columns.includes(name));
      mustHaveFields(file, reader, own);
      const rows = places.map((place) =>
        place - file.firstRow + file.rows.start
      );
      const columns = own.map(({ name }) => name);
      const batch = await reader.take(rows, { columns }).catch((error) => {
        throw asDamage(file, error);
      });
      for (const [index, name] of columns.entries()) {
        const column = batch.data.children[index];
        if (column !== undefined) taken.set(name, column);
      }
    }
    const rowCount = places.length;
    const columns = fields.map((field) => {
      const { type } = arrowField(arrow, field);
      return taken.get(field.name) ??
        constantColumn(arrow, { field, type }, rowCount);
    });
    return batchOf(arrow, {
      schema: arrowSchema(arrow, fields),
      columns,
      rowCount,
    });
  }

  async #openNew(
    file: DataFile,
    { format: name }: Pick<ColumnGroup, "format">,
  ): Promise<DataFileReader> {
    const { retrieveKey, store } = this.#options;
    const format = store.ports.formats.get(name);
    if (format === undefined) {
      throw new TableError(
        "NotSupported",
        `Cannot read "${file.path}": it has format "${name}", and here are ` +
          [...store.ports.formats.keys()].join(", "),
      );
    }
    const source = await store.open(file.path);
    const { rows, sizeBytes } = file;
    if (sizeBytes !== null && source.sizeBytes !== sizeBytes) {
      throw new TableError(
        "CorruptFile",
        `Cannot read "${file.path}": it has ${source.sizeBytes} bytes, and ` +
          `${sizeBytes} were written`,
      );
    }
    const footer = Number(file.properties["footer_size"] ?? NaN);
    const isKnown = Number.isSafeInteger(footer) && footer > 0 &&
      footer <= source.sizeBytes;
    const hints = {
      ...(isKnown ? { footerSizeBytes: footer } : {}),
      ...(retrieveKey === undefined ? {} : { retrieveKey }),
    };
    const reader = await format.open({ source, hints }).catch((error) => {
      throw asDamage(file, error);
    });
    if (reader.rowCount >= rows.end) return reader;
    throw new TableError(
      "CorruptFile",
      `Cannot read "${file.path}": it has ${reader.rowCount} rows, and its ` +
        `manifest means rows ${rows.start} to ${rows.end}`,
    );
  }
}

function mustHaveFields(
  file: DataFile,
  { schema }: DataFileReader,
  fields: readonly TableField[],
): void {
  for (const field of fields) {
    const found = schema.fields.find(({ name }) => name === field.name);
    if (found === undefined) throw lacks(file, field.name);
    const { nullable, type } = fieldOfArrow(found);
    if (!isSameType(type, field.type)) {
      throw new TableError(
        "SchemaMismatch",
        `Cannot read column "${field.name}" of "${file.path}": it is ` +
          `${typeText(type)} there, and ${typeText(field.type)} in the table`,
      );
    }
    if (!nullable || field.nullable || field.default !== undefined) continue;
    throw new TableError(
      "SchemaMismatch",
      `Cannot read column "${field.name}" of "${file.path}": it may have ` +
        "nulls there, and the table has none",
    );
  }
}

function lacks(file: DataFile, column: string): TableError {
  return new TableError(
    "SchemaMismatch",
    `Cannot read column "${column}" of "${file.path}": the file does not ` +
      "have it",
  );
}

/** What a format says of a file, with the name of the file. */
export function asDamage(
  { path }: Pick<DataFile, "path">,
  error: unknown,
): unknown {
  if (!(error instanceof Error) || error.name !== "FormatError") return error;
  const isKey = "kind" in error && error.kind === "key";
  const kind = isKey ? "Encrypted" : "CorruptFile";
  return new TableError(kind, `Cannot read "${path}": ${error.message}`, error);
}
