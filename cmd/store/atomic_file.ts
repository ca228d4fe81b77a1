/** Writes a file so that a crash leaves the old one or the new one, whole. */

import { WriteFailed } from "../context.ts";

/**
 * Temporary file beside it, fsync, rename, fsync of the folder. What is no file,
 * such as `/dev/null` or a pipe, is written to and never replaced; a link stays
 * one. Fails with a `WriteFailed` that names the file.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  refuseDisk(path);
  if (isStream(path)) await writeStream(path, content);
  else await replaceFile(behindLinks(path), content);
}

/** A character device or a pipe, also behind links: there is no file to keep. */
export function isStream(path: string): boolean {
  const found = lookAt(path);
  return found?.isCharDevice === true || found?.isFifo === true;
}

/** Fails with a `WriteFailed` for a block device, whatever it holds. */
export function refuseDisk(path: string): void {
  if (lookAt(path)?.isBlockDevice === true) {
    const cause = new Error("It is a block device: name a file");
    throw new WriteFailed(`save "${path}"`, cause);
  }
}

/** `null` where nothing is, or nothing that can be looked at. */
function lookAt(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}

function behindLinks(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return path;
  }
}

async function writeStream(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  try {
    using file = await Deno.open(path, { write: true });
    await writeAll(file, bytesOf(content));
  } catch (error) {
    throw new WriteFailed(`save "${path}"`, error);
  }
}

async function replaceFile(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  const folder = path.slice(0, path.lastIndexOf("/")) || ".";
  const temporary = `${path}.tmp`;
  try {
    const file = await Deno.open(temporary, {
      write: true,
      create: true,
      truncate: true,
    });
    try {
      await writeAll(file, bytesOf(content));
      await file.sync();
    } finally {
      file.close();
    }
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw new WriteFailed(`save "${path}"`, error);
  }
  await syncFolder(folder);
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await file.write(bytes.subarray(at));
  }
}

/**
 * Makes the names in a folder survive a loss of power. Fails with a
 * `WriteFailed` that names the folder.
 */
export async function syncFolder(path: string): Promise<void> {
  try {
    using folder = await Deno.open(path, { read: true });
    await folder.sync();
  } catch (error) {
    throw new WriteFailed(`sync the folder "${path}"`, error);
  }
}
