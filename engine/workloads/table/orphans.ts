/**
 * Files below a table that no version refers to: what writers left that failed
 * or gave up. They are found by reading every manifest, and removed only when
 * somebody says so, because a writer that has not committed yet looks the same.
 */
import { FileLists } from "./checkpoints.ts";
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
  const wanted = new Set<string>();
  const unreadable: number[] = [];
  const lists = new FileLists(store);
  for (const version of await listVersions(store)) {
    try {
      const { manifest } = await readManifest(store, version);
      for (const path of await pathsOf(lists, manifest)) wanted.add(path);
    } catch (error) {
      const isBroken = error instanceof TableError &&
        ["CorruptManifest", "FileMissing"].includes(error.kind);
      if (!isBroken) throw error;
      unreadable.push(version);
    }
  }
  const referenced: StoredFile[] = [];
  const manifests: StoredFile[] = [];
  const orphans: StoredFile[] = [];
  for (const folder of Object.values(TABLE_FOLDERS)) {
    for await (const file of store.list(folder)) {
      const { path } = file;
      if (versionOfPath(path) !== null) manifests.push(file);
      else if (wanted.delete(path)) referenced.push(file);
      else orphans.push(file);
    }
  }
  const missing: string[] = [];
  for (const path of wanted) {
    if (path.startsWith("/") && await store.sizeOf(path) !== null) continue;
    missing.push(path);
  }
  return { referenced, manifests, orphans, missing, unreadable };
}

/** All files that a version needs, with its lists of files. */
export async function pathsOf(
  lists: FileLists,
  manifest: Manifest,
): Promise<string[]> {
  const paths = await lists.pathsOf(manifest);
  for (const { id } of manifest.groups) {
    const files = await lists.filesOf(manifest, id);
    paths.push(...files.map(({ path }) => path));
  }
  return [
    ...paths,
    ...manifest.deltaLogs.map(({ path }) => path),
    ...Object.values(manifest.stats).flatMap((stat) => stat.paths),
    ...manifest.indexes.map(({ path }) => path),
    ...manifest.lobFiles.map(({ path }) => path),
  ].filter((path) => path !== "");
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
