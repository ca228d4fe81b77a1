/**
 * What cases of files that somebody else wrote share: files in a lake beside
 * the table, and the judgements that do not ask which format they have.
 */
import type { RecordBatch } from "apache-arrow";
import {
  describeFile,
  exploreFiles,
  importFiles,
  type Table,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import {
  judgeKnownRows,
  refuses,
  scanned,
  type TableBench,
} from "./table_bench.ts";

export type LakeFormat = "parquet" | "vortex";

/** Of every file with known rows. */
export const FILE_ROWS = 150;

export interface LakeFile {
  readonly batch: RecordBatch;
  readonly format: LakeFormat;
  /** Below the lake. */
  readonly name: string;
}

/** One file that lies in the lake, as another program would leave it. */
export async function leaveFile(
  bench: TableBench,
  { batch, format, name }: LakeFile,
): Promise<void> {
  const other = await bench.open("other");
  const { groups } = await bench.write(other, [batch], { format });
  const path = groups[0]?.files[0]?.path ?? "";
  const bytes = await other.store.get(path);
  await bench.env.backend.put(bench.path(`lake/${name}`), bytes);
  await other.store.delete(path);
}

/** Known rows in as many files; resolves to their folder. */
export async function leaveKnown(
  bench: TableBench,
  format: LakeFormat,
  names: readonly string[],
): Promise<string> {
  for (const [at, name] of names.entries()) {
    const batch = bench.rows.batch(at * FILE_ROWS, FILE_ROWS);
    await leaveFile(bench, { batch, format, name });
  }
  return bench.path("lake");
}

/** All files at a folder and below it, as a version of a table. */
export async function imported(
  bench: TableBench,
  format: LakeFormat,
  { folder, name = "t" }: { readonly folder: string; readonly name?: string },
): Promise<Table> {
  const table = await bench.open(name);
  const files = await exploreFiles(table.store, { folder, isDeep: true });
  const rows = await importFiles(table.store, { files, format });
  return await bench.commit(table, (to) => to.appendFiles(rows));
}

/** What lies in a folder; resolves to the bytes of its one file. */
export async function judgeExplored(
  bench: TableBench,
  format: LakeFormat,
): Promise<Uint8Array> {
  const folder = await leaveKnown(bench, format, [`a.${format}`]);
  const { store } = await bench.open();
  const files = await exploreFiles(store, { folder });
  holds(
    files.length === 1 && files[0]?.path === `/${folder}/a.${format}`,
    `"${folder}" has ${files.map(({ path }) => path).join(", ")}, and should ` +
      "have one file",
  );
  const bytes = await bench.env.backend.get(`${folder}/a.${format}`);
  holds(
    files[0]?.sizeBytes === bytes.length,
    `The file has ${bytes.length} bytes, and ${files[0]?.sizeBytes} are told`,
  );
  return bytes;
}

/** What was told of one file, and what it took. */
export interface Described {
  readonly folder: string;
  readonly text: string;
  readonly readBytes: number;
}

/** What a file tells without its rows. */
export async function judgeDescribed(
  bench: TableBench,
  format: LakeFormat,
): Promise<Described> {
  const folder = await leaveKnown(bench, format, [`a.${format}`]);
  const { store } = await bench.open();
  const before = store.readBytes;
  const facts = await describeFile(store, `/${folder}/a.${format}`, format);
  const readBytes = store.readBytes - before;
  const names = facts.fields.map(({ name, type }) => `${name} ${type.name}`);
  holds(
    facts.rowCount === FILE_ROWS &&
      names.join() === "id int64,name utf8,value float64",
    `The file tells ${facts.rowCount} rows of ${names.join(", ")}`,
  );
  await refuses(
    () => describeFile(store, `/${folder}/gone.${format}`, format),
    ["FileMissing"],
    "A file that is not there",
  );
  return {
    folder,
    text: `${FILE_ROWS} rows of ${names.join(", ")}`,
    readBytes,
  };
}

/** One file as a version. */
export async function judgeSingle(
  bench: TableBench,
  format: LakeFormat,
): Promise<void> {
  const folder = await leaveKnown(bench, format, [`a.${format}`]);
  const table = await imported(bench, format, { folder });
  const [group] = table.manifest.groups;
  holds(
    table.version === 1 && group?.files.length === 1 &&
      group.format === format,
    `Version ${table.version} has ${group?.files.length} files of format ` +
      `"${group?.format}"`,
  );
  await judgeAll(bench, await table.refresh(), 1);
}

/** Three files as one group. */
export async function judgeMultiple(
  bench: TableBench,
  format: LakeFormat,
): Promise<void> {
  const names = ["a", "b", "c"].map((name) => `${name}.${format}`);
  const folder = await leaveKnown(bench, format, names);
  const table = await imported(bench, format, { folder });
  const files = table.manifest.groups[0]?.files ?? [];
  const starts = files.map(({ firstRow }) => firstRow);
  holds(
    table.manifest.groups.length === 1 &&
      starts.join() === [0, FILE_ROWS, 2 * FILE_ROWS].join(),
    `${table.manifest.groups.length} groups with files from rows ` +
      `${starts.join(", ")}: one group, one file behind the other`,
  );
  await judgeAll(bench, table, names.length);
}

/** Scan, condition and take; resolves to the table that was read again. */
export async function judgeReadAfter(
  bench: TableBench,
  format: LakeFormat,
): Promise<Table> {
  const names = [`a.${format}`, `b.${format}`];
  const folder = await leaveKnown(bench, format, names);
  const table = await imported(bench, format, { folder });
  const again = await table.refresh();
  await judgeAll(bench, again, names.length);
  const end = names.length * FILE_ROWS;
  const some = await scanned(again, { predicate: `id >= ${end - 5}` });
  judgeKnownRows(bench, some, { start: end - 5, end });
  const reader = await again.reader();
  const { batches } = await reader.take([FILE_ROWS - 1, FILE_ROWS]);
  const [start, behind] = [FILE_ROWS - 1, FILE_ROWS + 1];
  judgeKnownRows(bench, batches, { start, end: behind });
  return again;
}

/** Every row of so many files. */
export async function judgeAll(
  bench: TableBench,
  table: Table,
  files: number,
): Promise<void> {
  const rows = { start: 0, end: files * FILE_ROWS };
  judgeKnownRows(bench, await scanned(table), rows);
}
