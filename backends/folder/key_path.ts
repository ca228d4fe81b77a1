/**
 * Keys as names of files below a root, and back. No key can name anything
 * outside the root, two keys never share a file, and every key can be read
 * back from its names.
 *
 * Design. Each part between slashes becomes a folder, the last a file, with
 * `%XX` for what is not plain. A folder ends with a bare `%`, so that the keys
 * `a` and `a/b` can both exist. A part of 80 bytes or more goes down one more
 * folder per 80 bytes, marked `%+`, because names have at most 255 bytes.
 * Nothing begins with a dot: `..` cannot occur, and dot names stay ours.
 */
import { keyBytes } from "../key.ts";

/** Bytes of a key in one name: three characters each still fit in 255. */
export const NAME_KEY_BYTES = 80;

const PLAIN = /[A-Za-z0-9._\-+=,@~!()]/;

/** Names that stand for themselves: nearly all in a large folder. */
const PLAIN_NAME = /^[A-Za-z0-9_\-+=,@~!()][A-Za-z0-9._\-+=,@~!()]*$/;

/** Names from the root down to the file of a key. */
export interface KeyPath {
  readonly folders: readonly string[];
  readonly name: string;
}

/** Where the object of a key lies; never fails, whatever the key. */
export function keyPath(key: string): KeyPath {
  const folders: string[] = [];
  const parts = keyBytes(key).split("/");
  const last = parts.pop() ?? "";
  for (const part of parts) {
    const rest = chunkDown(part, folders);
    folders.push(`${encodeName(rest)}%`);
  }
  const rest = chunkDown(last, folders);
  return { folders, name: rest === "" ? "%=" : encodeName(rest) };
}

/** What a directory entry stands for. */
export type EntryMeaning =
  | { readonly kind: "object"; readonly bytes: string }
  /** `bytes` begins all keys below, with its slash if it has one. */
  | { readonly kind: "folder"; readonly bytes: string };

/**
 * What the entry `name` adds to the key bytes of the folder it lies in;
 * `undefined` for a name that no key can have.
 */
export function readName(name: string): EntryMeaning | undefined {
  if (name.length < NAME_KEY_BYTES && PLAIN_NAME.test(name)) {
    return { kind: "object", bytes: name };
  }
  if (name === "%=") return { kind: "object", bytes: "" };
  const suffix = /%\+?$/.exec(name)?.[0] ?? "";
  const body = name.slice(0, name.length - suffix.length);
  const bytes = decodeName(body);
  if (bytes === undefined || encodeName(bytes) !== body) return undefined;
  if (suffix === "%+") {
    return bytes.length === NAME_KEY_BYTES
      ? { kind: "folder", bytes }
      : undefined;
  }
  if (bytes.length >= NAME_KEY_BYTES) return undefined;
  if (suffix === "%") return { kind: "folder", bytes: `${bytes}/` };
  return bytes === "" ? undefined : { kind: "object", bytes };
}

/** Adds the folders of a long part; returns what is left of it. */
function chunkDown(part: string, folders: string[]): string {
  let rest = part;
  while (rest.length >= NAME_KEY_BYTES) {
    folders.push(`${encodeName(rest.slice(0, NAME_KEY_BYTES))}%+`);
    rest = rest.slice(NAME_KEY_BYTES);
  }
  return rest;
}

function encodeName(bytes: string): string {
  let name = "";
  for (const char of bytes) {
    const isPlain = PLAIN.test(char) && !(char === "." && name === "");
    name += isPlain ? char : escapeByte(char);
  }
  return name;
}

function escapeByte(char: string): string {
  const hex = char.charCodeAt(0).toString(16).toUpperCase();
  return `%${hex.padStart(2, "0")}`;
}

function decodeName(body: string): string | undefined {
  if (!/^(?:[^%]|%[0-9A-F]{2})*$/.test(body)) return undefined;
  return body.replace(
    /%(..)/g,
    (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
