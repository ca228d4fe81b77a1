/** Files that were written aside and never got their name, whoever left them. */
import type { Unfinished } from "../contract.ts";
import { errnoOf } from "./disk_failure.ts";
import { type FolderPlace, STAGING_FOLDER } from "./folder_place.ts";
import { systemPorts } from "../wrap/guard.ts";

/** As `FolderPlace` names them: its own mark, the process, a number. */
const STAGED = /^[0-9a-f]{8}-(\d+)-\d+$/;

/**
 * Also those of a process that is still at work. Names that nobody stages are
 * passed over. Fails with the system's own errors.
 */
export async function stagedFiles(place: FolderPlace): Promise<Unfinished[]> {
  const found: Unfinished[] = [];
  const { isAlive } = systemPorts();
  for (const name of await namesOf(place)) {
    const path = place.stagedPath(name);
    const facts = await place.files.facts(path).catch(unlessGone);
    if (facts === undefined) continue;
    found.push({
      name: `${STAGING_FOLDER}/${name}`,
      isLeft: !isAlive(Number(STAGED.exec(name)?.[1])),
      sizeBytes: facts.sizeBytes,
      remove: async () => void await place.files.remove(path).catch(unlessGone),
    });
  }
  return found;
}

async function namesOf(place: FolderPlace): Promise<string[]> {
  const names: string[] = [];
  try {
    const folder = `${place.root}/${STAGING_FOLDER}`;
    for await (const { isFile, name } of place.files.entries(folder)) {
      if (isFile && STAGED.test(name)) names.push(name);
    }
  } catch (error) {
    unlessGone(error);
  }
  return names.sort();
}

/** It got its name meanwhile, or was removed: either way it is none any more. */
function unlessGone(error: unknown): undefined {
  if (errnoOf(error) !== "ENOENT") throw error;
}
