/**
 * A claim over a folder: keeps its marker true while files are added, and
 * takes away what the marker lists, and nothing else, when it is released.
 */
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { diskFailure } from "../folder/disk_failure.ts";
import {
  isEntryName,
  isPlainName,
  type Marker,
  MARKER_NAME,
  type MarkerState,
  removeMarker,
  syncFolder,
  writeMarker,
} from "./marker.ts";
import { deleteOwned } from "./owned_files.ts";

/** What `release` did. */
export interface Released {
  readonly deleted: readonly string[];
  /** Entries that are still in the folder; they are not in the marker. */
  readonly left: readonly string[];
  readonly removedFolder: boolean;
  /** Requests that were sent again, by the kind of failure before them. */
  readonly retries?: ReadonlyMap<StorageErrorKind, number>;
}

/** A folder that is the run's until it is released. */
export interface Claim {
  readonly folder: string;
  readonly runId: string;
  /** Whether the claim made the folder, which `release` then takes away. */
  readonly madeFolder: boolean;
  /** Adds names to the marker; call it before the files are made. */
  add(files: readonly string[]): Promise<void>;
  /** Adds the name of an entry that a key is about to make. */
  addEntry(name: string): Promise<void>;
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
  #last: Promise<void> = Promise.resolve();

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
    await this.#update((marker) => ({
      ...marker,
      files: [...new Set([...marker.files, ...files])],
    }));
  }

  async addEntry(name: string): Promise<void> {
    if (!isEntryName(name)) throw nameFailure(this.folder, name);
    await this.#update((marker) => ({
      ...marker,
      entries: [...new Set([...marker.entries ?? [], name])],
    }));
  }

  async release(
    options: { readonly delete: boolean; readonly state?: MarkerState },
  ): Promise<Released> {
    const { folder } = this;
    if (!options.delete) {
      const state = options.state ?? "complete";
      await this.#update((marker) => ({ ...marker, state }));
      const left = await worded(folder, () => entriesOf(folder));
      return { deleted: [], left, removedFolder: false };
    }
    return await worded(folder, async () => {
      const deleted = await deleteOwned(folder, this.#marker);
      await syncFolder(folder);
      await removeMarker(folder, this.#marker);
      const left = await entriesOf(folder);
      const removedFolder = this.madeFolder && left.length === 0;
      if (removedFolder) await Deno.remove(folder);
      return { deleted, left, removedFolder };
    });
  }

  /** One after another: two at once would each forget what the other adds. */
  #update(change: (marker: Marker) => Marker): Promise<void> {
    const next = this.#last.then(async () => {
      const marker = change(this.#marker);
      await worded(this.folder, () => writeMarker(this.folder, marker, false));
      this.#marker = marker;
    });
    this.#last = next.catch(() => {});
    return next;
  }
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
  if (!isPlainName(name)) throw nameFailure(folder, name);
}

function nameFailure(folder: string, name: string): StorageError {
  return new StorageError(
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
