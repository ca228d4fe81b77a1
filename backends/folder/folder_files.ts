/**
 * What a folder of objects does to names, as an interface: the system's own
 * calls, or a disk that remembers what a power cut may undo. Bytes go through
 * the core. Fails with errors that have the system's `code`.
 */
import { lstat } from "node:fs/promises";

export interface FolderEntry {
  readonly name: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
}

/** Facts of a name itself: links are not followed. */
export interface NameFacts {
  readonly isSymbolicLink: boolean;
  readonly isDirectory: boolean;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Changes whenever the file is another one, or its bytes change. */
  readonly version: string;
}

export interface FolderFiles {
  /** Fails with EEXIST for a name that is taken. */
  makeFolder(path: string): Promise<void>;
  /** Over what has the name `to`. */
  rename(from: string, to: string): Promise<void>;
  /** A second name; fails with EEXIST for one that is taken. */
  link(from: string, to: string): Promise<void>;
  /** A file or an empty folder. */
  remove(path: string): Promise<void>;
  facts(path: string): Promise<NameFacts>;
  entries(path: string): AsyncIterable<FolderEntry>;
}

/** The file systems of this host. */
export const SYSTEM_FILES: FolderFiles = {
  makeFolder: (path) => Deno.mkdir(path),
  rename: (from, to) => Deno.rename(from, to),
  link: (from, to) => Deno.link(from, to),
  remove: (path) => Deno.remove(path),
  async facts(path) {
    const facts = await lstat(path, { bigint: true });
    return {
      isSymbolicLink: facts.isSymbolicLink(),
      isDirectory: facts.isDirectory(),
      sizeBytes: Number(facts.size),
      modifiedMs: Number(facts.mtimeMs),
      version: [facts.ino, facts.size, facts.mtimeNs]
        .map((value) => value.toString(36)).join("-"),
    };
  },
  entries: (path) => Deno.readDir(path),
};
