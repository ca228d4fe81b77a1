/**
 * Where things of a table lie, and the names of manifests. A name counts as a
 * version only if it is exactly what we would write for it: a staged or torn
 * name must never pass for a newer version.
 */
import { TableError } from "./table_error.ts";

/** Folders below a table, each with its slash. */
export const TABLE_FOLDERS = {
  metadata: "_metadata/",
  files: "_data/",
  deltas: "_delta/",
  stats: "_stats/",
  indexes: "_index/",
} as const;

const MANIFEST_NAME = /^manifest-([1-9][0-9]{0,15})\.svm$/;
const CHECKPOINT_NAME = /^checkpoint-[0-9a-f-]{36}\.svc$/;

/** `_metadata/manifest-7.svm` */
export function manifestPath(version: number): string {
  return `${TABLE_FOLDERS.metadata}manifest-${version}.svm`;
}

/** The version of a path below the table; `null` if it is no manifest's. */
export function versionOfPath(path: string): number | null {
  if (!path.startsWith(TABLE_FOLDERS.metadata)) return null;
  const digits = MANIFEST_NAME.exec(
    path.slice(TABLE_FOLDERS.metadata.length),
  )?.[1];
  const version = Number(digits);
  return digits !== undefined && Number.isSafeInteger(version) ? version : null;
}

/** A list of files that manifests refer to. */
export function checkpointPath(uuid: string): string {
  return `${TABLE_FOLDERS.metadata}checkpoint-${uuid}.svc`;
}

/** Whether a path below the table is one of `checkpointPath`. */
export function isCheckpointPath(path: string): boolean {
  return path.startsWith(TABLE_FOLDERS.metadata) &&
    CHECKPOINT_NAME.test(path.slice(TABLE_FOLDERS.metadata.length));
}

/** `_data/3_{uuid}.parquet` */
export function dataFilePath(
  group: number,
  uuid: string,
  format: string,
): string {
  return `${TABLE_FOLDERS.files}${group}_${uuid}.${format}`;
}

/**
 * Keys of a table begin with this: empty, or with a slash at the end. Throws
 * `InvalidArgument` for a path that leaves its place or that no store can keep.
 */
export function tableRoot(path: string): string {
  const parts = path.replace(/\/+$/, "").split("/");
  const refuse = (reason: string) =>
    new TableError(
      "InvalidArgument",
      `Cannot use ${JSON.stringify(path)} as the path of a table: ${reason}`,
    );
  if (path.includes("\0")) throw refuse("it has a NUL, and no store keeps one");
  if (path.startsWith("/")) {
    throw refuse("it begins with a slash: write it as seen from the target");
  }
  if (path === "") return "";
  if (parts.some((part) => part === "..")) {
    throw refuse(`".." leads out of the target: name the place itself`);
  }
  if (parts.some((part) => part === "" || part === ".")) {
    throw refuse("it has an empty part: write one slash between names");
  }
  return `${parts.join("/")}/`;
}

/**
 * The key of a path in a manifest: below the table, or anywhere in the storage
 * where it begins with a slash. Throws `CorruptManifest` for one that leads
 * out, and `NotSupported` for a URL of another storage.
 */
export function keyOfPath(root: string, path: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
    throw new TableError(
      "NotSupported",
      `Cannot read "${path}": it lies in another storage, and a table is ` +
        "read from one",
    );
  }
  const name = path.startsWith("/") ? path.slice(1) : path;
  if (name === "" || name.includes("\0") || /(^|\/)\.{0,2}(\/|$)/.test(name)) {
    throw new TableError(
      "CorruptManifest",
      `Cannot follow the path ${JSON.stringify(path)} of a manifest: it is ` +
        "no path below its table",
    );
  }
  return path.startsWith("/") ? name : `${root}${name}`;
}
