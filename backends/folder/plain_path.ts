/**
 * Keys as the plain names of files, as people and other programs have them:
 * `a/b.txt` is the file `b.txt` in the folder `a`. Not every key can be one.
 */
import { StorageError } from "../errors.ts";
import { quoteKey } from "../key.ts";
import { STAGING_FOLDER } from "./folder_place.ts";
import type { KeyPath } from "./key_path.ts";

/** Of one name, on all file systems in use. */
const NAME_BYTES_MAX = 255;

/**
 * Fails with `InvalidKey` for a key that would lead out of the root, or that no
 * file can have as its name.
 */
export function plainPath(key: string): KeyPath {
  const folders = key.split("/");
  const reason = folders[0] === STAGING_FOLDER
    ? "files that are not whole yet lie there"
    : folders.map(mistakeIn).find((one) => one !== undefined);
  if (reason !== undefined) {
    throw new StorageError(
      `Cannot use ${quoteKey(key)} as the name of a file: ${reason}`,
      { kind: "InvalidKey", operation: "name", context: [["key", key]] },
    );
  }
  return { name: folders.pop() ?? "", folders };
}

function mistakeIn(name: string): string | undefined {
  if (name === "") return "a part between its slashes is empty";
  if (name === "." || name === "..") return `"${name}" is not a name`;
  if (name.includes("\0")) return "it holds a NUL";
  const length = new TextEncoder().encode(name).length;
  return length <= NAME_BYTES_MAX
    ? undefined
    : `a part of it has ${length} bytes, and names have at most 255`;
}
