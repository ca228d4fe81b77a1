/**
 * Deletes what a marker lists, and nothing else: files by their names, what
 * keys made below their entries, and what was staged by the process that died.
 * A name that no key can have is left where it is, and so is its folder.
 */
import { errnoOf } from "../folder/disk_failure.ts";
import { STAGING_FOLDER } from "../folder/folder_place.ts";
import { readName } from "../folder/key_path.ts";
import type { Marker } from "./marker.ts";

/** What a marker says of its files. */
export type Owned = Pick<Marker, "files" | "entries" | "pid">;

/** Names that were deleted, of the folder itself. Repeated, it goes on. */
export async function deleteOwned(
  folder: string,
  { entries = [], files, pid }: Owned,
): Promise<string[]> {
  const deleted = await deleteFiles(folder, files);
  for (const name of entries) {
    if (await removeKeys(`${folder}/${name}`, name)) deleted.push(name);
  }
  await removeStaged(`${folder}/${STAGING_FOLDER}`, pid);
  return deleted;
}

/** Deletes files of a marker; a folder in the place of a file stays. */
export async function deleteFiles(
  folder: string,
  names: readonly string[],
): Promise<string[]> {
  const deleted: string[] = [];
  for (const name of names) {
    if (await removeIf(`${folder}/${name}`, (facts) => !facts.isDirectory)) {
      deleted.push(name);
    }
  }
  return deleted;
}

/** True when nothing is left of it; links are never followed. */
async function removeKeys(path: string, name: string): Promise<boolean> {
  const meaning = readName(name);
  if (meaning === undefined) return false;
  if (meaning.kind === "object") {
    return await removeIf(path, ({ isFile }) => isFile);
  }
  const facts = await factsOf(path);
  if (facts?.isDirectory !== true) return false;
  for await (const entry of Deno.readDir(path)) {
    await removeKeys(`${path}/${entry.name}`, entry.name);
  }
  return await removeFolder(path);
}

/** Staged files are named after the process; another one keeps its own. */
async function removeStaged(path: string, pid: number): Promise<void> {
  const facts = await factsOf(path);
  if (facts?.isDirectory !== true) return;
  for await (const { name } of Deno.readDir(path)) {
    const [, of] = /^[0-9a-f]{8}-(\d+)-\d+$/.exec(name) ?? [];
    if (of === `${pid}`) {
      await removeIf(`${path}/${name}`, ({ isFile }) => isFile);
    }
  }
  await removeFolder(path);
}

async function removeIf(
  path: string,
  isWanted: (facts: Deno.FileInfo) => boolean,
): Promise<boolean> {
  const facts = await factsOf(path);
  if (facts === undefined || !isWanted(facts)) return false;
  await Deno.remove(path);
  return true;
}

async function removeFolder(path: string): Promise<boolean> {
  try {
    await Deno.remove(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "ENOTEMPTY") return false;
    throw error;
  }
}

async function factsOf(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
