/**
 * Files below a table that no version refers to: what writers left that failed
 * or gave up. They are found by reading every manifest, and removed only when
 * somebody says so, because a writer that has not committed yet looks the same.
 */
import { FileLists, type NamedFile } from "./checkpoints.ts";
import type { Manifest } from "./manifest.ts";
import {
  isCheckpointPath,
  TABLE_FOLDERS,
  versionOfPath,
} from "./table_path.ts";
import { TableError } from "./table_error.ts";
import type { StoredFile, TableStore } from "./table_store.ts";
import { listVersions, readManifest } from "./versions.ts";

/** What is below a table, each file in one place. */
export interface TableFiles {
  /** Referred to by a version that is there. */
  readonly referenced: readonly StoredFile[];
  readonly manifests: readonly StoredFile[];
  readonly orphans: readonly StoredFile[];
  /** Referred to, and not there. */
  readonly missing: readonly string[];
  /** Versions that could not be read: what they refer to is not known. */
  readonly unreadable: readonly number[];
}

/** Every file counts exactly once, but for those that are missing. */
export async function surveyFiles(store: TableStore): Promise<TableFiles> {
  const survey = new FileSurvey(store, new FileLists(store));
  for (const version of await listVersions(store)) {
    try {
      const { manifest } = await readManifest(store, version);
      await survey.note(manifest);
    } catch (error) {
      const isBroken = error instanceof TableError &&
        ["CorruptManifest", "FileMissing"].includes(error.kind);
      if (!isBroken) throw error;
      survey.miss(version);
    }
  }
  return await survey.end();
}

/** Takes versions one after the other, and tells what is there at the end. */
export class FileSurvey {
  readonly #store: TableStore;
  readonly #lists: FileLists;
  readonly #seen = new Set<string>();
  readonly #wanted = new Set<string>();
  readonly #unreadable: number[] = [];

  constructor(store: TableStore, lists: FileLists) {
    this.#store = store;
    this.#lists = lists;
  }

  /** Resolves to the files of rows that no version before it named. */
  async note(manifest: Manifest): Promise<readonly NamedFile[]> {
    const { files, lists } = await this.#lists.newNames(manifest, this.#seen);
    const paths = [
      ...lists,
      ...files.map(({ file }) => file.path),
      ...manifest.deltaLogs.map(({ path }) => path),
      ...Object.values(manifest.stats).flatMap((stat) => stat.paths),
      ...manifest.indexes.map(({ path }) => path),
      ...manifest.lobFiles.map(({ path }) => path),
    ];
    for (const path of paths) if (path !== "") this.#wanted.add(path);
    return files;
  }

  /** What that version refers to is not known. */
  miss(version: number): void {
    this.#unreadable.push(version);
  }

  /** Lists all that lies below the table. */
  async end(): Promise<TableFiles> {
    const wanted = new Set(this.#wanted);
    const referenced: StoredFile[] = [];
    const manifests: StoredFile[] = [];
    const orphans: StoredFile[] = [];
    for (const folder of Object.values(TABLE_FOLDERS)) {
      for await (const file of this.#store.list(folder)) {
        const { path } = file;
        if (versionOfPath(path) !== null) manifests.push(file);
        else if (wanted.delete(path)) referenced.push(file);
        else orphans.push(file);
      }
    }
    const missing: string[] = [];
    for (const path of wanted) {
      const isOutside = path.startsWith("/");
      if (isOutside && await this.#store.sizeOf(path) !== null) continue;
      missing.push(path);
    }
    const unreadable = this.#unreadable;
    return { referenced, manifests, orphans, missing, unreadable };
  }
}

/**
 * Deletes exactly those; resolves to how many. Throws `InvalidArgument`, and
 * deletes nothing, while a version cannot be read, because what it refers to
 * would be among them, and for a path that a version refers to by now.
 */
export async function removeOrphans(
  store: TableStore,
  paths: readonly string[],
): Promise<number> {
  const { orphans, unreadable } = await surveyFiles(store);
  if (unreadable.length > 0) {
    throw new TableError(
      "InvalidArgument",
      `Cannot remove orphans of table "${store.url}": version ` +
        `${unreadable[0]} cannot be read, and may refer to them`,
    );
  }
  const known = new Set(orphans.map(({ path }) => path));
  const other = paths.find((path) => !known.has(path));
  if (other !== undefined) {
    throw new TableError(
      "InvalidArgument",
      `Cannot remove "${other}" of table "${store.url}": it is no orphan`,
    );
  }
  for (const path of paths) await store.delete(path);
  return paths.length;
}

/** What an orphan was: rows, a list of files, or something else. */
export function orphanKind(path: string): "rows" | "file list" | "other" {
  if (path.startsWith(TABLE_FOLDERS.files)) return "rows";
  return isCheckpointPath(path) ? "file list" : "other";
}
