/** The disk that one fate of a power cut leaves behind. */
import {
  type DiskEvent,
  type DiskImage,
  type DiskNode,
  folderOf,
  ROOT_INODE,
} from "./disk_log.ts";
import type { Fate } from "./fates.ts";

/** Where a log began. */
export interface DiskStart {
  readonly image: DiskImage;
  /** Inode of each of its names. */
  readonly inodes: ReadonlyMap<string, number>;
}

/** Which events of a log took part. */
export interface Landing {
  readonly log: readonly DiskEvent[];
  readonly durable: ReadonlySet<number>;
  readonly fate: Fate;
}

/** Applies what is durable and what landed, in the order of the log. */
export function imageAfter(start: DiskStart, landing: Landing): DiskImage {
  const { durable, fate, log } = landing;
  return imageMaker(start, { log, durable, pending: [0] })(fate);
}

/** A log and what is not durable of it at one cut, in order. */
export interface CutOff {
  readonly log: readonly DiskEvent[];
  readonly durable: ReadonlySet<number>;
  readonly pending: readonly number[];
}

/** Many fates of one cut: what came before all of them is applied once. */
export function imageMaker(
  start: DiskStart,
  { durable, log, pending }: CutOff,
): (fate: Fate) => DiskImage {
  const first = pending[0] ?? log.length;
  const base = new Disk(start, log);
  for (let at = 0; at < first; at += 1) {
    const event = log[at];
    if (event !== undefined && durable.has(at)) base.apply(event);
  }
  return (fate) => {
    const disk = base.copy();
    for (let at = first; at < log.length; at += 1) {
      const event = log[at];
      if (event === undefined) continue;
      if (!durable.has(at) && !fate.landed.has(at)) continue;
      disk.apply(event, fate.torn?.index === at ? fate.torn : undefined);
    }
    return disk.image();
  };
}

class Disk {
  readonly #names = new Map<string, number>([["/", ROOT_INODE]]);
  readonly #contents = new Map<number, Content>();
  readonly #folders: ReadonlySet<number>;

  constructor(start: DiskStart | Disk, log: readonly DiskEvent[]) {
    if (start instanceof Disk) {
      this.#folders = start.#folders;
      for (const [path, inode] of start.#names) this.#names.set(path, inode);
      for (const [inode, { bytes }] of start.#contents) {
        this.#contents.set(inode, { bytes, isOwn: false });
      }
      return;
    }
    const folders = new Set<number>([ROOT_INODE]);
    for (const [path, inode] of start.inodes) {
      this.#names.set(path, inode);
      const node = start.image.get(path);
      if (node?.kind === "file") {
        this.#contents.set(inode, { bytes: node.bytes, isOwn: false });
      } else folders.add(inode);
    }
    for (const event of log) {
      if (event.kind === "make" && event.isFolder) folders.add(event.inode);
    }
    this.#folders = folders;
  }

  copy(): Disk {
    return new Disk(this, []);
  }

  apply(event: DiskEvent, torn?: Fate["torn"]): void {
    if (event.kind === "write") write(this.#contents, event, torn);
    else rename(this.#names, event);
  }

  image(): DiskImage {
    return reachable(this.#names, this.#contents, this.#folders);
  }
}

/** What a file holds; changed in place only where this image made it. */
interface Content {
  readonly bytes: Uint8Array;
  readonly isOwn: boolean;
}

const NOTHING: Content = { bytes: new Uint8Array(0), isOwn: false };

function write(
  contents: Map<number, Content>,
  event: Extract<DiskEvent, { kind: "write" }>,
  torn: Fate["torn"],
): void {
  const { inode, offset, bytes } = event;
  const before = contents.get(inode) ?? NOTHING;
  const landed = bytes.subarray(0, torn?.bytes ?? bytes.length);
  const grown = torn === undefined || torn.growsWhole
    ? bytes.length
    : landed.length;
  const length = Math.max(before.bytes.length, offset + grown);
  if (before.isOwn && length === before.bytes.length) {
    before.bytes.set(landed, offset);
    return;
  }
  if (before.bytes.length === 0 && landed.length === length) {
    contents.set(inode, { bytes: landed, isOwn: false });
    return;
  }
  const after = new Uint8Array(length);
  after.set(before.bytes);
  after.set(landed, offset);
  contents.set(inode, { bytes: after, isOwn: true });
}

function rename(names: Map<string, number>, event: DiskEvent): void {
  if (event.kind === "make" || event.kind === "link") {
    names.set(event.path, event.inode);
  } else if (event.kind === "remove") {
    names.delete(event.path);
  } else if (event.kind === "rename") {
    names.delete(event.from);
    names.set(event.to, event.inode);
  }
}

/** A name in a folder that did not reach the disk is nowhere. */
function reachable(
  names: ReadonlyMap<string, number>,
  bytes: ReadonlyMap<number, Content>,
  folders: ReadonlySet<number>,
): DiskImage {
  const image = new Map<string, DiskNode>();
  for (const path of [...names.keys()].sort()) {
    const inode = names.get(path);
    if (inode === undefined) continue;
    const parent = image.get(folderOf(path));
    if (path !== "/" && parent?.kind !== "folder") continue;
    image.set(
      path,
      folders.has(inode)
        ? { kind: "folder" }
        : { kind: "file", bytes: (bytes.get(inode) ?? NOTHING).bytes },
    );
  }
  return image;
}
