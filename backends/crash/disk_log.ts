/**
 * What was done to a disk, in order, and what was promised meanwhile. A power
 * cut may come after any entry; `power_cuts.ts` says what it may leave.
 *
 * Inodes are numbers, names are absolute paths of one tree whose root is "/".
 */

/** One entry of the log. */
export type DiskEvent =
  /** A file or folder came to be under a name. */
  | {
    readonly kind: "make";
    readonly path: string;
    readonly inode: number;
    readonly isFolder: boolean;
  }
  | {
    readonly kind: "write";
    readonly inode: number;
    readonly offset: number;
    readonly bytes: Uint8Array;
  }
  /** The name moved, over what had the new one; both in one step. */
  | {
    readonly kind: "rename";
    readonly from: string;
    readonly to: string;
    readonly inode: number;
  }
  | { readonly kind: "link"; readonly path: string; readonly inode: number }
  | { readonly kind: "remove"; readonly path: string }
  /** All bytes written to the file so far are durable, or only some writes. */
  | {
    readonly kind: "sync";
    readonly inode: number;
    /** Places in the log, where other writes were under way meanwhile. */
    readonly covers?: ReadonlySet<number>;
  }
  /** An fsync failed: what was written since the last is in memory only. */
  | { readonly kind: "lose"; readonly inode: number }
  /** All names given in the folder so far are durable. */
  | { readonly kind: "syncFolder"; readonly path: string }
  /** Somebody was told that something is safe now, or was begun. */
  | { readonly kind: "note"; readonly note: string };

/** Inode of the root folder. */
export const ROOT_INODE = 1;

/** A file or folder of one state of the disk. */
export type DiskNode =
  | { readonly kind: "folder" }
  | { readonly kind: "file"; readonly bytes: Uint8Array };

/** One state: what each name holds. Parents of a name are in it too. */
export type DiskImage = ReadonlyMap<string, DiskNode>;

/** `/a` of `/a/b`; `/` of `/a`. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at <= 0 ? "/" : path.slice(0, at);
}
