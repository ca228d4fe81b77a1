/** Writes a file so that a crash leaves the old one or the new one, whole. */

import { WriteFailed } from "../context.ts";

/**
 * Temporary file beside it, fsync, rename, fsync of the folder. Fails with a
 * `WriteFailed` that names the file.
 */
export async function writeFileAtomic(
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
      const bytes = typeof content === "string"
        ? new TextEncoder().encode(content)
        : content;
      await writeAll(file, bytes);
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
