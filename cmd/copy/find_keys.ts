/**
 * What of a place is to be copied. Goes in: the source; comes out: its keys,
 * and all that was come upon and is none.
 */
import type { CopyTrouble } from "./copy_tally.ts";
import type { CopySource } from "./open_place.ts";

/** Something to copy, as it was come upon. */
export interface FoundFile {
  readonly key: string;
  /** `null`: it went away before it was looked at. */
  readonly sizeBytes: number | null;
}

export interface FoundKeys {
  readonly files: readonly FoundFile[];
  /** Links and devices, and marks of folders where folders are real. */
  readonly passedOver: readonly string[];
  /** What ought to be copied, and cannot be. */
  readonly refused: readonly CopyTrouble[];
  /** `null`: something went away before it was looked at. */
  readonly totalBytes: number | null;
}

/** Fails with a `StorageError`; `intoFiles`: the destination is a folder. */
export async function findKeys(
  { place, key }: CopySource,
  intoFiles: boolean,
): Promise<FoundKeys> {
  const files: FoundFile[] = [];
  const passedOver: string[] = [];
  const refused: CopyTrouble[] = [];
  if (key !== null) {
    const source = await place.streams.openSource(key);
    source.close();
    const { sizeBytes } = source.facts;
    files.push({ key, sizeBytes });
    return { files, passedOver, refused, totalBytes: sizeBytes };
  }
  let totalBytes: number | null = 0;
  for await (const entry of place.entries()) {
    if (entry.kind === "unnamed") {
      refused.push(namelessIn(entry.key));
    } else if (entry.kind === "other" || intoFiles && isFolderMark(entry)) {
      passedOver.push(entry.key);
    } else {
      const { sizeBytes } = entry;
      files.push({ key: entry.key, sizeBytes });
      totalBytes = totalBytes === null || sizeBytes === null
        ? null
        : totalBytes + sizeBytes;
    }
  }
  return { files, passedOver, refused, totalBytes };
}

/** Stores have objects that stand for folders; no file can be such. */
function isFolderMark({ key, sizeBytes }: FoundFile): boolean {
  return key.endsWith("/") && sizeBytes === 0;
}

function namelessIn(folder: string): CopyTrouble {
  const where = folder === "" ? "the source" : JSON.stringify(folder);
  const text = `Cannot copy an entry of ${where}: its name is no UTF-8, and ` +
    "keys are: rename it";
  return { key: folder, kind: "failed", text };
}
