/**
 * Disks that lie, each in one way: what they did is not what the log of the run
 * was told. A search that does not find them proves nothing.
 */
import type { DiskEvent } from "./disk_log.ts";
import type { PowerCuts } from "./power_cuts.ts";
import { identityOf, type RunLog, type StampPort } from "./run_log.ts";

/** What really happened to the disk, made of what it said. */
export type DiskLie = (
  cuts: PowerCuts,
  run: RunLog,
  stamp: StampPort,
) => PowerCuts;

type Write = Extract<DiskEvent, { kind: "write" }>;

/** Syncs return and make nothing durable. */
export const lostSyncs: DiskLie = (cuts) =>
  changed(
    cuts,
    (event) =>
      event.kind === "sync" ? { ...event, covers: new Set<number>() } : event,
  );

/**
 * One write near the middle never reaches the disk, though a sync covers it. A
 * `RangeError` where each was overwritten before the next sync: nothing would
 * ever show it.
 */
export const lostWrite: DiskLie = (cuts) => {
  const lost = syncedWrite(cuts);
  return changed(
    cuts,
    (event) => event === lost ? { ...lost, bytes: new Uint8Array(0) } : event,
  );
};

/** One write in the middle lands one unit further on. */
export const misplacedWrite: DiskLie = (cuts, { spec }) => {
  const middle = middleWrite(cuts);
  const last = spec.fileBytes - middle.bytes.length;
  const beyond = middle.offset + spec.unitBytes;
  const offset = beyond <= last ? beyond : middle.offset - spec.unitBytes;
  return changed(
    cuts,
    (event) => event === middle ? { ...middle, offset } : event,
  );
};

/** A unit gets a generation that nobody has issued yet. */
export const unissuedWrite: DiskLie = (cuts, { spec }, stamp) => {
  const middle = middleWrite(cuts);
  const future = 1_000_000n;
  const bytes = stamp.fill(identityOf(spec, 0), {
    unit: BigInt(middle.offset / spec.unitBytes),
    sequence: future,
    writer: 0,
    seconds: 0,
    generations: [future],
  });
  return changed(
    cuts,
    (event) => event === middle ? { ...middle, bytes } : event,
  );
};

function changed(
  cuts: PowerCuts,
  change: (event: DiskEvent) => DiskEvent,
): PowerCuts {
  return { ...cuts, log: cuts.log.map(change) };
}

/** Nearest to the middle of those that a sync found as the newest. */
function syncedWrite({ log }: PowerCuts): Write {
  const writes = log.flatMap((event, at) =>
    event.kind === "write" ? [{ write: event, at }] : []
  );
  const middle = writes.length >> 1;
  const synced = writes
    .map(({ write, at }, index) => ({
      write,
      isSynced: isSynced(log, at, write),
      distance: Math.abs(index - middle),
    }))
    .filter((one) => one.isSynced)
    .sort((a, b) => a.distance - b.distance);
  const [nearest] = synced;
  if (nearest !== undefined) return nearest.write;
  throw new RangeError(
    "The run overwrote each of its writes before the next sync",
  );
}

/** Whether a sync covers the write at that place before another lies on it. */
function isSynced(
  log: readonly DiskEvent[],
  at: number,
  { inode, offset, bytes }: Write,
): boolean {
  const end = offset + bytes.length;
  for (const next of log.slice(at + 1)) {
    if (next.kind === "sync" && next.inode === inode) {
      if (next.covers?.has(at) ?? true) return true;
    }
    const isOver = next.kind === "write" && next.inode === inode &&
      next.offset < end && offset < next.offset + next.bytes.length;
    if (isOver) return false;
  }
  return false;
}

/** Of one file, well after the fill, with syncs before and after it. */
function middleWrite({ log }: PowerCuts): Write {
  const writes = log.filter((event) => event.kind === "write");
  const middle = writes[Math.floor(writes.length / 2)];
  if (middle === undefined) throw new RangeError("The run wrote nothing");
  return middle;
}
