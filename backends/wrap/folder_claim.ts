/**
 * A claim over a folder: keeps its marker true while files are added, and
 * takes away what the marker lists, and nothing else, when it is released.
 */
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { diskFailure, errnoOf } from "../folder/disk_failure.ts";
import { STAGING_FOLDER } from "../folder/folder_place.ts";
import {
  isPlainName,
  type Marker,
  MARKER_NAME,
  type MarkerState,
  syncFolder,
  writeMarker,
} from "./marker.ts";

/** What `release` did. */
export interface Released {
  readonly deleted: readonly string[];
  /** Entries that are still in the folder; they are not in the marker. */
  readonly left: readonly string[];
  readonly removedFolder: boolean;
}

/** A folder that is the run's until it is released. */
export interface Claim {
  readonly folder: string;
  readonly runId: string;
  /** Whether the claim made the folder, which `release` then takes away. */
  readonly madeFolder: boolean;
  /** Adds names to the marker; call it before the files are made. */
  add(files: readonly string[]): Promise<void>;
  /**
   * With `delete` removes the files and the marker. Without, they stay, and
   * the marker says in which state, so that `verify` finds them.
   */
  release(
    options: { readonly delete: boolean; readonly state?: MarkerState },
  ): Promise<Released>;
}

/** What `claimFolder` and `resumeClaim` give. */
export class FolderClaim implements Claim {
  readonly folder: string;
  #marker: Marker;

  constructor(folder: string, marker: Marker) {
    this.folder = folder;
    this.#marker = marker;
  }

  get runId(): string {
    return this.#marker.runId;
  }

  get madeFolder(): boolean {
    return this.#marker.madeFolder;
  }

  async add(files: readonly string[]): Promise<void> {
    for (const name of files) checkName(this.folder, name);
    const all = [...new Set([...this.#marker.files, ...files])];
    await this.#update({ ...this.#marker, files: all });
  }

  async release(
    options: { readonly delete: boolean; readonly state?: MarkerState },
  ): Promise<Released> {
    const { folder } = this;
    if (!options.delete) {
      const state = options.state ?? "complete";
      await this.#update({ ...this.#marker, state });
      const left = await worded(folder, () => entriesOf(folder));
      return { deleted: [], left, removedFolder: false };
    }
    return await worded(folder, async () => {
      const deleted = await deleteFiles(folder, this.#marker.files);
      await Deno.remove(`${folder}/${STAGING_FOLDER}`).catch(() => {});
      await syncFolder(folder);
      await Deno.remove(`${folder}/${MARKER_NAME}`);
      await syncFolder(folder);
      const left = await entriesOf(folder);
      const removedFolder = this.madeFolder && left.length === 0;
      if (removedFolder) await Deno.remove(folder);
      return { deleted, left, removedFolder };
    });
  }

  async #update(marker: Marker): Promise<void> {
    await worded(this.folder, () => writeMarker(this.folder, marker, false));
    this.#marker = marker;
  }
}

/** Deletes files of a marker; a folder in the place of a file stays. */
export async function deleteFiles(
  folder: string,
  names: readonly string[],
): Promise<string[]> {
  const deleted: string[] = [];
  for (const name of names) {
    const path = `${folder}/${name}`;
    try {
      if ((await Deno.lstat(path)).isDirectory) continue;
      await Deno.remove(path);
      deleted.push(name);
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
    }
  }
  return deleted;
}

/** What counts as something in the folder, sorted. */
export async function entriesOf(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    // mkfs makes the first in every new file system; the second is a marker
    // that a run which died was about to write.
    const isNothing = (entry.name === "lost+found" && entry.isDirectory) ||
      entry.name.startsWith(MARKER_NAME);
    if (!isNothing) names.push(entry.name);
  }
  return names.sort();
}

/** Fails with `InvalidKey` unless a run may have a file of that name. */
export function checkName(folder: string, name: string): void {
  if (isPlainName(name)) return;
  throw new StorageError(
    `Cannot claim ${
      JSON.stringify(name)
    } in "${folder}": a file of a run has ` +
      "letters, digits, dots and dashes in its name, and no slash",
    { kind: "InvalidKey", operation: "claim" },
  );
}

/** The `StorageError` of a folder that cannot be claimed. */
export function refusal(
  folder: string,
  kind: StorageErrorKind,
  reason: string,
): StorageError {
  return new StorageError(`Cannot use "${folder}": ${reason}`, {
    kind,
    operation: "claim",
    context: [["path", folder]],
  });
}

/** Runs `body`; what the system says becomes a `StorageError`. */
export async function worded<T>(
  folder: string,
  body: () => Promise<T>,
): Promise<T> {
  try {
    return await body();
  } catch (cause) {
    const action = `use "${folder}"`;
    throw diskFailure({ action, operation: "claim", path: folder }, cause);
  }
}
