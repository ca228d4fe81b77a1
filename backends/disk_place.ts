/**
 * What a path leads to, however it is named: links, alias nodes, bind mounts
 * and schemes give one place many names. Goes in: a path; comes out: texts to
 * compare. Looks only; creates nothing.
 */
import { stat } from "node:fs/promises";
import type { BlockFacts } from "./block.ts";
import { diskFailure, errnoOf } from "./folder/disk_failure.ts";

/** The part of the facts that tells two names of one place. */
export type DiskPlace = Pick<BlockFacts, "placeId" | "roomId">;

/**
 * The place of a folder, or of one that is not there yet: then it is known by
 * the nearest folder that is, and what is to be made below it.
 */
export async function folderPlace(path: string): Promise<DiskPlace> {
  const missing: string[] = [];
  for (let at = path;;) {
    const facts = await lookAt(at);
    if (facts !== undefined) {
      const { dev, ino } = facts;
      const placeId = [`${dev}:${ino}`, ...missing].join("/");
      return { placeId, roomId: `${dev}` };
    }
    missing.unshift(at.replace(/^.*\//, ""));
    at = at.replace(/\/[^/]*$/, "") || "/";
  }
}

/** A device is its number; it shares its bytes with nothing. */
export async function devicePlace(path: string): Promise<DiskPlace> {
  const facts = await lookAt(path);
  return facts === undefined ? {} : { placeId: `device ${facts.rdev}` };
}

async function lookAt(path: string) {
  try {
    // As big integers: inodes of stacked file systems use all 64 bits.
    return await stat(path, { bigint: true });
  } catch (cause) {
    if (errnoOf(cause) === "ENOENT" && path !== "/") return undefined;
    const action = `look at "${path}"`;
    throw diskFailure({ action, operation: "open", path }, cause);
  }
}
