/**
 * A disk in memory that logs what is done to it: the interfaces that a folder
 * of objects works through, for names and for bytes. Goes in: an image to
 * start from; comes out: the log, and the image as it is for the living.
 */
import type { CoreFilePort } from "../core_port.ts";
import type {
  FolderEntry,
  FolderFiles,
  NameFacts,
} from "../folder/folder_files.ts";
import type { FolderCore } from "../folder/folder_place.ts";
import {
  type DiskEvent,
  type DiskImage,
  type DiskNode,
  folderOf,
  ROOT_INODE,
} from "./disk_log.ts";

interface Inode {
  readonly inode: number;
  readonly isFolder: boolean;
  bytes: Uint8Array<ArrayBuffer>;
  version: number;
}

/** An error with the system's code, as the folder expects it. */
class DiskError extends Error {
  constructor(readonly code: string, path: string) {
    super(`${code}: "${path}"`);
  }
}

/** What a broken protocol does with the disk's calls; for the seeded bugs. */
export interface DiskOmissions {
  /** Files are never synced. */
  readonly sync?: boolean;
  /** Folders are never synced. */
  readonly syncFolder?: boolean;
  /** Files are synced only when the folder is, after the rename. */
  readonly earlySync?: boolean;
  /**
   * Every second sync of a file fails, and nobody looks: its pages are clean
   * now and no later sync writes them (Linux since 4.13).
   */
  readonly syncFails?: boolean;
}

export class CrashDisk {
  readonly log: DiskEvent[] = [];
  readonly files: FolderFiles;
  readonly core: FolderCore;
  readonly #names = new Map<string, Inode>();
  readonly #omits: DiskOmissions;
  #inodes = ROOT_INODE;
  #syncs = 0;
  readonly #unsynced = new Set<number>();

  constructor(image: DiskImage = new Map(), omits: DiskOmissions = {}) {
    this.#omits = omits;
    this.#names.set("/", this.#inode(true));
    for (const path of [...image.keys()].sort()) {
      const node = image.get(path);
      if (node === undefined || path === "/") continue;
      const inode = this.#inode(node.kind === "folder");
      if (node.kind === "file") inode.bytes = node.bytes.slice();
      this.#names.set(path, inode);
    }
    this.files = this.#makeFiles();
    this.core = this.#makeCore();
  }

  /** Says in the log that something was begun or acknowledged. */
  note(note: string): void {
    this.log.push({ kind: "note", note });
  }

  /** What the living see. */
  image(): DiskImage {
    return new Map(
      [...this.#names].map((
        [path, { isFolder, bytes }],
      ): [string, DiskNode] => [
        path,
        isFolder ? { kind: "folder" } : { kind: "file", bytes: bytes.slice() },
      ]),
    );
  }

  /** Inode of each name at the start of the log. */
  inodes(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#names].map(([path, { inode }]) => [path, inode]),
    );
  }

  #inode(isFolder: boolean): Inode {
    const inode = this.#inodes++;
    return { inode, isFolder, bytes: new Uint8Array(0), version: 0 };
  }

  #at(path: string): Inode {
    const inode = this.#names.get(path);
    if (inode === undefined) throw new DiskError("ENOENT", path);
    return inode;
  }

  #make(path: string, isFolder: boolean): Inode {
    if (this.#names.has(path)) throw new DiskError("EEXIST", path);
    if (!this.#at(folderOf(path)).isFolder) {
      throw new DiskError("ENOTDIR", path);
    }
    const made = this.#inode(isFolder);
    this.#names.set(path, made);
    const { inode } = made;
    this.log.push({ kind: "make", path, inode, isFolder });
    return made;
  }

  #children(path: string): string[] {
    const start = path === "/" ? "/" : `${path}/`;
    return [...this.#names.keys()].filter((name) =>
      name !== "/" && name.startsWith(start) && folderOf(name) === path
    );
  }

  #rename(from: string, to: string): void {
    const inode = this.#at(from);
    this.#at(folderOf(to));
    if (inode.isFolder) throw new DiskError("EISDIR", from);
    this.#names.delete(from);
    this.#names.set(to, inode);
    this.log.push({ kind: "rename", from, to, inode: inode.inode });
  }

  #remove(path: string): void {
    if (this.#at(path).isFolder && this.#children(path).length > 0) {
      throw new DiskError("ENOTEMPTY", path);
    }
    this.#names.delete(path);
    this.log.push({ kind: "remove", path });
  }

  #makeFiles(): FolderFiles {
    const made = <Result>(body: () => Result): Promise<Result> =>
      Promise.resolve().then(body);
    return {
      makeFolder: (path) => made(() => void this.#make(path, true)),
      rename: (from, to) => made(() => this.#rename(from, to)),
      link: (from, to) =>
        made(() => {
          const inode = this.#at(from);
          if (this.#names.has(to)) throw new DiskError("EEXIST", to);
          this.#names.set(to, inode);
          this.log.push({ kind: "link", path: to, inode: inode.inode });
        }),
      remove: (path) => made(() => this.#remove(path)),
      facts: (path) => made(() => factsOf(this.#at(path))),
      entries: (path) => this.#entries(path),
    };
  }

  async *#entries(path: string): AsyncGenerator<FolderEntry> {
    this.#at(path);
    for (const child of this.#children(path)) {
      const isDirectory = this.#names.get(child)?.isFolder ?? false;
      const name = child.slice(child.lastIndexOf("/") + 1);
      yield await Promise.resolve({ name, isDirectory, isFile: !isDirectory });
    }
  }

  #makeCore(): FolderCore {
    const made = <Result>(body: () => Result): Promise<Result> =>
      Promise.resolve().then(body);
    return {
      openFile: (path, { create }) =>
        made(() =>
          this.#open(create ? this.#make(path, false) : this.#at(path))
        ),
      pathSync: (path) =>
        made(() => {
          this.#at(path);
          if (this.#omits.syncFolder) return;
          for (const inode of this.#unsynced) {
            this.log.push({ kind: "sync", inode });
          }
          this.#unsynced.clear();
          this.log.push({ kind: "syncFolder", path });
        }),
      renameNew: (from, to) =>
        made(() => {
          if (this.#names.has(to)) throw new DiskError("EEXIST", to);
          this.#rename(from, to);
        }),
      probePath: (path) =>
        made(() => {
          const found = this.#names.get(path);
          return {
            sizeBytes: found?.bytes.length ?? 0,
            deviceNumber: 0n,
            kind: found === undefined
              ? "none"
              : found.isFolder
              ? "directory"
              : "file",
            readOnly: false,
            claimed: false,
            rotational: null,
          };
        }),
    };
  }

  #sync(inode: number): void {
    const { sync, earlySync, syncFails } = this.#omits;
    if (sync) return;
    if (earlySync) {
      this.#unsynced.add(inode);
    } else if (syncFails && ++this.#syncs % 2 === 0) {
      this.log.push({ kind: "lose", inode });
    } else {
      this.log.push({ kind: "sync", inode });
    }
  }

  #open(inode: Inode): CoreFilePort {
    return {
      sizeBytes: () => inode.bytes.length,
      read: (buffer, offset) => {
        const part = inode.bytes.subarray(offset, offset + buffer.length);
        buffer.set(part);
        return Promise.resolve(part.length);
      },
      append: (bytes) => {
        const offset = inode.bytes.length;
        const grown = new Uint8Array(offset + bytes.length);
        grown.set(inode.bytes);
        grown.set(bytes, offset);
        inode.bytes = grown;
        inode.version += 1;
        this.log.push({
          kind: "write",
          inode: inode.inode,
          offset,
          bytes: bytes.slice(),
        });
        return Promise.resolve();
      },
      sync: () => {
        this.#sync(inode.inode);
        return Promise.resolve();
      },
      close: () => {},
    };
  }
}

function factsOf({ inode, isFolder, bytes, version }: Inode): NameFacts {
  return {
    isSymbolicLink: false,
    isDirectory: isFolder,
    sizeBytes: bytes.length,
    modifiedMs: 0,
    version: `${inode}-${version}`,
  };
}
