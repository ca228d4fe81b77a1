/**
 * Which part of a log is durable at a moment, and which a power cut may undo.
 *
 * The model is the weakest that applications may count on: bytes are durable
 * after an fsync of their file, names after one of their folder, and what is
 * pending may reach the disk or not, each by itself and in any order. A rename
 * is one step; it is durable once either of its folders was synced.
 */
import { type DiskEvent, folderOf } from "./disk_log.ts";

/** A write or a change of names that is not durable yet: its index in the log. */
export interface Pending {
  readonly durable: ReadonlySet<number>;
  /** In the order of the log. */
  readonly pending: readonly number[];
}

/** What a cut after the first `count` events may leave. */
export function pendingAfter(
  log: readonly DiskEvent[],
  count: number,
): Pending {
  const durable = new Set<number>();
  const open = new Set<number>();
  const forgotten = new Set<number>();
  const settle = (isSettled: (event: DiskEvent, at: number) => boolean) => {
    for (const index of open) {
      const event = log[index];
      if (event === undefined || forgotten.has(index)) continue;
      if (!isSettled(event, index)) continue;
      open.delete(index);
      durable.add(index);
    }
  };
  for (let index = 0; index < count; index += 1) {
    const event = log[index];
    if (event === undefined) throw new RangeError(`The log has no ${index}`);
    if (event.kind === "sync") {
      const { covers, inode } = event;
      settle((one, at) =>
        one.kind === "write" && one.inode === inode &&
        (covers === undefined || covers.has(at))
      );
    } else if (event.kind === "lose") {
      for (const at of open) {
        const one = log[at];
        const isOf = one?.kind === "write" && one.inode === event.inode;
        if (isOf) forgotten.add(at);
      }
    } else if (event.kind === "syncFolder") {
      settle((one) => foldersOf(one).includes(event.path));
    } else if (event.kind !== "note") {
      open.add(index);
    }
  }
  return { durable, pending: [...open] };
}

/** Folders whose fsync makes the change durable; none for bytes. */
function foldersOf(event: DiskEvent): string[] {
  if (event.kind === "rename") {
    return [folderOf(event.from), folderOf(event.to)];
  }
  const isName = event.kind === "make" || event.kind === "link" ||
    event.kind === "remove";
  return isName ? [folderOf(event.path)] : [];
}
