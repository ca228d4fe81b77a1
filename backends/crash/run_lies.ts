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

/** One write in the middle never reaches the disk, though a sync covers it. */
export const lostWrite: DiskLie = (cuts) => {
  const middle = middleWrite(cuts);
  return changed(
    cuts,
    (event) =>
      event === middle ? { ...middle, bytes: new Uint8Array(0) } : event,
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

/** Of one file, well after the fill, with syncs before and after it. */
function middleWrite({ log }: PowerCuts): Write {
  const writes = log.filter((event) => event.kind === "write");
  const middle = writes[Math.floor(writes.length / 2)];
  if (middle === undefined) throw new RangeError("The run wrote nothing");
  return middle;
}
