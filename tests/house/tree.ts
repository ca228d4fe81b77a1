/**
 * Reads the checkout: every text file that belongs to it, as the rules want
 * them. What `.gitignore` names and what the version control keeps for itself
 * is left out.
 */
import type { SourceFile } from "./breach.ts";

const TEXT_NAME =
  /(\.(ts|c|h|md|json|yaml|golden|syms|lock|sh)|^LICENSE|^run)$/;
const LEFT_OUT = new Set([".git", "node_modules"]);

export interface Tree {
  /** Names at the top, folders with a `/` at the end. */
  readonly entries: readonly string[];
  readonly files: readonly SourceFile[];
}

/** Reads below `root`, sorted by path. */
export async function readTree(root: URL): Promise<Tree> {
  const ignored = readIgnored(
    await Deno.readTextFile(new URL(".gitignore", root)),
  );
  const files: SourceFile[] = [];
  const entries: string[] = [];
  const walk = async (folder: string) => {
    for await (const entry of Deno.readDir(new URL(folder, root))) {
      const path = folder + entry.name;
      if (LEFT_OUT.has(entry.name) || ignored(path)) continue;
      if (folder === "") entries.push(path + (entry.isDirectory ? "/" : ""));
      if (entry.isDirectory) await walk(`${path}/`);
      else if (TEXT_NAME.test(entry.name)) {
        const text = await Deno.readTextFile(new URL(path, root));
        files.push({ path, text });
      }
    }
  };
  await walk("");
  files.sort((a, b) => a.path < b.path ? -1 : 1);
  return { entries: entries.sort(), files };
}

/** Understands the two forms in use: `/path/from/top` and `*.ending`. */
export function readIgnored(text: string): (path: string) => boolean {
  const lines = text.split("\n").map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const places = lines.filter((line) => line.startsWith("/"))
    .map((line) => line.slice(1).replace(/\/$/, ""));
  const endings = lines.filter((line) => line.startsWith("*"))
    .map((line) => line.slice(1));
  return (path) =>
    places.some((place) => path === place || path.startsWith(`${place}/`)) ||
    endings.some((ending) => path.endsWith(ending));
}
