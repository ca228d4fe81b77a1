/** A folder made, unless it is there: never behind a link. */
import { errnoOf } from "./disk_failure.ts";
import { LinkInTheWay } from "./file_facts.ts";
import type { FolderFiles } from "./folder_files.ts";

/** Makes a folder whose parent is there; true if it was not there before. */
export async function makeFolder(
  files: FolderFiles,
  path: string,
): Promise<boolean> {
  try {
    await files.makeFolder(path);
    return true;
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
  if ((await files.facts(path)).isSymbolicLink) throw new LinkInTheWay(path);
  return false;
}
