/**
 * The marker file that makes a folder ours, and how it comes to be on the disk
 * whole: written aside, made durable, then given its name, then the folder is
 * made durable too.
 */
import { StorageError } from "../errors.ts";
import { errnoOf } from "../folder/disk_failure.ts";
import { readName } from "../folder/key_path.ts";

/** Name of the marker in its folder; no key can encode to a dot name. */
export const MARKER_NAME = ".stor-verify.json";

export type MarkerState = "running" | "complete" | "interrupted";

export interface Marker {
  readonly version: 1;
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Plain names of all files that the run made or is about to make. */
  readonly files: readonly string[];
  /** Names in the folder that keys of the run make, as `keyPath` has them. */
  readonly entries?: readonly string[];
  readonly pid: number;
  readonly host: string;
  readonly state: MarkerState;
  /** Whether the folder itself is the run's and goes with it. */
  readonly madeFolder: boolean;
}

/** A name that cannot leave its folder and is not one of the marker's own. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name);
}

/** A name that a key makes: no path, no dot name, and it can be read back. */
export function isEntryName(name: string): boolean {
  return !/^\.|[/\0]/.test(name) && readName(name) !== undefined;
}

/**
 * The marker of a folder; `undefined` if there is none. A damaged one is an
 * error: nobody knows then whose the files are.
 */
export async function readMarker(folder: string): Promise<Marker | undefined> {
  const path = `${folder}/${MARKER_NAME}`;
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
  const marker = parseMarker(text);
  if (marker !== undefined) return marker;
  throw new StorageError(
    `Cannot use "${folder}": its marker "${path}" is damaged or not ours: ` +
      "look at the folder, then remove the marker",
    { kind: "Unexpected", operation: "claim", context: [["path", path]] },
  );
}

/**
 * The marker of such a text; `undefined` if it is none. `isName` says which
 * names may be the run's.
 */
export function parseMarker(
  text: string,
  isName: (name: string) => boolean = isPlainName,
): Marker | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isMarker(value, isName) ? value : undefined;
}

function isMarker(
  value: unknown,
  isName: (name: string) => boolean,
): value is Marker {
  if (typeof value !== "object" || value === null) return false;
  const field = new Map(Object.entries(value));
  const states: readonly unknown[] = ["running", "complete", "interrupted"];
  return field.get("version") === 1 &&
    ["runId", "createdAt", "host"].every((name) =>
      typeof field.get(name) === "string"
    ) &&
    typeof field.get("pid") === "number" &&
    typeof field.get("madeFolder") === "boolean" &&
    states.includes(field.get("state")) &&
    areNames(field.get("files"), isName) &&
    areNames(field.get("entries") ?? [], isEntryName);
}

function areNames(value: unknown, isLegal: (name: string) => boolean): boolean {
  return Array.isArray(value) &&
    value.every((name) => typeof name === "string" && isLegal(name));
}

/**
 * Writes the marker. With `isNew` it fails (EEXIST) when there is one already,
 * in one step, so that of two runs exactly one gets the folder.
 */
export async function writeMarker(
  folder: string,
  marker: Marker,
  isNew: boolean,
): Promise<void> {
  const path = `${folder}/${MARKER_NAME}`;
  const aside = asideOf(path, marker);
  const bytes = new TextEncoder().encode(
    `${JSON.stringify(marker, null, 1)}\n`,
  );
  try {
    await writeDurably(aside, bytes);
    if (isNew) await linkNew(aside, path, bytes);
    else await Deno.rename(aside, path);
  } finally {
    await Deno.remove(aside).catch(() => {});
  }
  try {
    await syncFolder(folder);
  } catch (error) {
    // The run gives up: a folder that stays taken would be nobody's.
    if (isNew) await Deno.remove(path).catch(() => {});
    throw error;
  }
}

/**
 * Removes the marker of a folder, and what a process that died in the middle of
 * writing it has left beside it.
 */
export async function removeMarker(
  folder: string,
  marker: Marker,
): Promise<void> {
  const path = `${folder}/${MARKER_NAME}`;
  await Deno.remove(asideOf(path, marker)).catch(() => {});
  await Deno.remove(path);
  await syncFolder(folder);
}

function asideOf(path: string, { pid, runId }: Marker): string {
  return `${path}.${runId}.${pid}.tmp`;
}

/** fsync of a folder, so that names made or removed in it stay so. */
export async function syncFolder(folder: string): Promise<void> {
  using file = await Deno.open(folder);
  await file.sync();
}

async function linkNew(
  aside: string,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  try {
    await Deno.link(aside, path);
  } catch (error) {
    const hasNoLinks = ["EPERM", "EOPNOTSUPP", "ENOSYS"]
      .includes(errnoOf(error) ?? "");
    if (!hasNoLinks) throw error;
    // FAT and some network file systems have no hard links. A crash in here
    // leaves a damaged marker, which the next run refuses to pass.
    await writeDurably(path, bytes, true);
  }
}

async function writeDurably(
  path: string,
  bytes: Uint8Array,
  isNew = false,
): Promise<void> {
  using file = await Deno.open(
    path,
    isNew
      ? { write: true, createNew: true }
      : { write: true, create: true, truncate: true },
  );
  for (let at = 0; at < bytes.length;) {
    at += await file.write(bytes.subarray(at));
  }
  await file.sync();
}
