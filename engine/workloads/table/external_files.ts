/**
 * Files that somebody else wrote, as part of a table: which are there, what
 * they hold, and the update that makes them rows. Nothing is copied or changed.
 */
import { fieldsOfArrow, isSameType, typeText } from "./field_type.ts";
import type { TableField } from "./manifest.ts";
import { asDamage } from "./file_readers.ts";
import { TableError } from "./table_error.ts";
import type { TableStore } from "./table_store.ts";
import type { NewGroup, WrittenRows } from "./table_update.ts";

/** A file of a folder, and what the names of its folders say. */
export interface ExternalFile {
  /** For a manifest: a key of the storage, with a slash in front. */
  readonly path: string;
  readonly sizeBytes: number;
  /** `year=2026/month=1` as names and texts. */
  readonly partitions: Readonly<Record<string, string>>;
}

/** What a footer says. */
export interface ExternalFacts {
  readonly rowCount: number;
  readonly fields: readonly TableField[];
}

export interface ExploreOptions {
  /** A folder of the storage, not of the table: `lake/sales`. */
  readonly folder: string;
  /** Also files of folders below; their names may be partitions. */
  readonly isDeep?: boolean;
}

/** In order of their keys; an empty folder has none. */
export async function exploreFiles(
  store: TableStore,
  { folder, isDeep = false }: ExploreOptions,
): Promise<ExternalFile[]> {
  const prefix = folder === "" ? "" : `${folder.replace(/\/+$/, "")}/`;
  const files: ExternalFile[] = [];
  let after: string | undefined;
  do {
    const page = await store.backend.list({
      prefix,
      ...(isDeep ? {} : { delimiter: "/" }),
      ...(after === undefined ? {} : { after }),
    });
    for (const { key, sizeBytes } of page.objects) {
      const partitions = partitionsOf(key.slice(prefix.length));
      files.push({ path: `/${key}`, sizeBytes, partitions });
    }
    after = page.next;
  } while (after !== undefined);
  return files;
}

function partitionsOf(path: string): Record<string, string> {
  const folders = path.split("/").slice(0, -1);
  return Object.fromEntries(
    folders.filter((name) => /^[^=]+=/.test(name)).map((name) => {
      const at = name.indexOf("=");
      return [name.slice(0, at), decodeURIComponent(name.slice(at + 1))];
    }),
  );
}

/** Reads the footer alone. Throws `FileMissing` and `CorruptFile`. */
export async function describeFile(
  store: TableStore,
  path: string,
  formatName = "parquet",
): Promise<ExternalFacts> {
  const format = store.ports.formats.get(formatName);
  if (format === undefined) {
    throw new TableError(
      "NotSupported",
      `Cannot read "${path}": here is no format "${formatName}"`,
    );
  }
  const source = await store.open(path);
  const reader = await format.open({ source }).catch((error) => {
    throw asDamage({ path }, error);
  });
  const fields = fieldsOfArrow(reader.schema);
  return { rowCount: reader.rowCount, fields };
}

export interface ImportOptions {
  readonly files: readonly ExternalFile[];
  /** `parquet` when absent. */
  readonly format?: string;
}

/**
 * The files one behind the other as rows of one group, for `appendFiles`.
 * Throws `SchemaMismatch` where their columns differ, and `InvalidArgument`
 * without a file. Files without rows are left out.
 */
export async function importFiles(
  store: TableStore,
  { files, format = "parquet" }: ImportOptions,
): Promise<WrittenRows> {
  let fields: readonly TableField[] | null = null;
  let rowCount = 0;
  const kept: NewGroup["files"][number][] = [];
  for (const { partitions, path, sizeBytes } of files) {
    const facts = await describeFile(store, path, format);
    if (fields === null) fields = facts.fields;
    else mustAgree(path, fields, facts.fields);
    if (facts.rowCount === 0) continue;
    rowCount += facts.rowCount;
    kept.push({
      path,
      rows: { start: 0, end: facts.rowCount },
      sizeBytes,
      crc32c: null,
      properties: Object.fromEntries(
        Object.entries(partitions)
          .map(([name, value]) => [`partition.${name}`, value]),
      ),
    });
  }
  if (fields === null) {
    throw new TableError("InvalidArgument", "Cannot import: there is no file");
  }
  const columns = fields.map(({ name }) => name);
  const group = { columns, format, files: kept };
  return { fields, groups: kept.length === 0 ? [] : [group], rowCount };
}

function mustAgree(
  path: string,
  fields: readonly TableField[],
  others: readonly TableField[],
): void {
  const wrong = fields.find((field) => {
    const other = others.find(({ name }) => name === field.name);
    return other === undefined || !isSameType(other.type, field.type);
  }) ?? others.find((other) => !fields.some(({ name }) => name === other.name));
  if (wrong === undefined) return;
  throw new TableError(
    "SchemaMismatch",
    `Cannot import "${path}" with the others: column "${wrong.name}" ` +
      `(${typeText(wrong.type)}) is not the same in all of them`,
  );
}
