/**
 * Whether a file can be written in the end, asked before hours of work: goes in
 * what was typed, comes out what is wrong with it and the way out.
 */
import { WriteFailed } from "./context.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { isStream } from "./store/atomic_file.ts";

/** Empty where it can be; leaves no file behind and changes none. */
export function outputMistakes(cwd: string, typed: string): string[] {
  const path = absolutePath(cwd, typed);
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  if (!isFolder(folder)) {
    return [`Cannot write "${typed}": "${folder}" is not a folder that exists`];
  }
  if (isFolder(path)) {
    return [`Cannot write "${typed}": it is a folder: name a file in it`];
  }
  if (isDevice(path)) {
    return [
      `Cannot write "${typed}": it is a block device, and a report would ` +
      "take its place: name a file",
    ];
  }
  if (isStream(path)) return [];
  // As it is written in the end: beside it, then in its place.
  const probe = `${path}.tmp`;
  try {
    Deno.openSync(probe, { write: true, create: true }).close();
    Deno.removeSync(probe);
    return [];
  } catch (error) {
    const { message } = new WriteFailed(`write "${typed}"`, error);
    const reason = message.replace(/: open ["'].*$/, "");
    return [`${reason}: name a file in a folder that this user may write to`];
  }
}

function isFolder(path: string): boolean {
  return statAt(path)?.isDirectory === true;
}

function isDevice(path: string): boolean {
  return statAt(path)?.isBlockDevice === true;
}

function statAt(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}
