/**
 * Every state that a power cut may leave of a log: at each moment, each fate of
 * what was pending. Goes in: where the disk began and what was done to it; comes
 * out: distinct states, each with its name, from which it can be made again.
 */
import { crc32 } from "node:zlib";
import { type DiskStart, imageMaker } from "./crash_image.ts";
import type { DiskEvent, DiskImage } from "./disk_log.ts";
import { type Fate, fatesOf, WHOLE_MAX } from "./fates.ts";
import { pendingAfter } from "./pending.ts";

/** One disk after one power cut. */
export interface CutState {
  /** `CUT.FATE`: the moment, and the number of its fate. */
  readonly name: string;
  readonly image: DiskImage;
  /** What had been begun and promised by then. */
  readonly notes: readonly string[];
  /** In a few words: what was lost, for people. */
  readonly lost: string;
  /** Events of the log before the cut. */
  readonly events: number;
  readonly fate: Fate;
}

export interface PowerCuts {
  readonly start: DiskStart;
  readonly log: readonly DiskEvent[];
  readonly seed: number;
}

/** States that differ in their files or in what was promised. */
export function* cutStates(cuts: PowerCuts): Generator<CutState> {
  const seen = new Set<string>();
  let pendingBefore = 0;
  for (let cut = 0; cut <= cuts.log.length; cut += 1) {
    const { pending } = pendingAfter(cuts.log, cut);
    const isNew = newFates({ cuts, cut, pending, pendingBefore });
    pendingBefore = pending.length;
    for (const state of statesOf(cuts, cut, isNew)) {
      const key = `${state.notes.length} ${imageKey(state.image)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield state;
    }
  }
}

interface CutBefore {
  readonly cuts: PowerCuts;
  readonly cut: number;
  readonly pending: readonly number[];
  /** How many were pending one entry earlier. */
  readonly pendingBefore: number;
}

/**
 * Fates that cannot have come one entry earlier, where all combinations were
 * tried: of a change those with it, of a sync no combination. A note changes
 * what is promised, so that all of them count again.
 */
function newFates(
  { cuts, cut, pending, pendingBefore }: CutBefore,
): (fate: Fate) => boolean {
  const last = cuts.log[cut - 1];
  const wasWhole = Math.max(pending.length, pendingBefore) <= WHOLE_MAX;
  if (last === undefined || last.kind === "note" || !wasWhole) {
    return () => true;
  }
  if (pending.at(-1) === cut - 1) return ({ landed }) => landed.has(cut - 1);
  return ({ torn }) => torn !== undefined;
}

/** The state of that name; `undefined` if there is none. */
export function cutState(cuts: PowerCuts, name: string): CutState | undefined {
  const cut = Number(name.split(".")[0]);
  if (!(Number.isInteger(cut) && cut >= 0 && cut <= cuts.log.length)) {
    return undefined;
  }
  for (const state of statesOf(cuts, cut)) {
    if (state.name === name) return state;
  }
  return undefined;
}

function* statesOf(
  { start, log, seed }: PowerCuts,
  cut: number,
  isWanted: (fate: Fate) => boolean = () => true,
): Generator<CutState> {
  const { durable, pending } = pendingAfter(log, cut);
  const notes = log.slice(0, cut)
    .flatMap((event) => event.kind === "note" ? [event.note] : []);
  const imageOf = imageMaker(start, { log, durable, pending });
  let number = 0;
  for (const fate of fatesOf(log, pending, seed + cut)) {
    const name = `${cut}.${number++}`;
    if (!isWanted(fate)) continue;
    yield {
      name,
      image: imageOf(fate),
      notes,
      // Of most states nobody wants to know.
      get lost() {
        return lostText(log, pending, fate);
      },
      events: cut,
      fate,
    };
  }
}

function lostText(
  log: readonly DiskEvent[],
  pending: readonly number[],
  { landed, torn }: Fate,
): string {
  const lost = pending.filter((index) => !landed.has(index))
    .map((index) => eventText(log[index]));
  if (torn !== undefined) {
    const { bytes, growsWhole } = torn;
    const length = growsWhole ? ", but its whole length" : "";
    lost.push(
      `all but ${bytes} bytes of ${eventText(log[torn.index])}${length}`,
    );
  }
  return lost.length === 0 ? "nothing" : lost.join("; ");
}

function eventText(event: DiskEvent | undefined): string {
  switch (event?.kind) {
    case "write":
      return `a write of ${event.bytes.length} bytes at ${event.offset}`;
    case "rename":
      return `the rename of "${event.from}" to "${event.to}"`;
    case "remove":
      return `the removal of "${event.path}"`;
    case "make":
    case "link":
      return `the name "${event.path}"`;
    default:
      return "nothing";
  }
}

function imageKey(image: DiskImage): string {
  return [...image].map(([path, node]) =>
    node.kind === "folder"
      ? `${path}/`
      : `${path}=${node.bytes.length}:${sumOf(node.bytes)}`
  ).join("|");
}

/** States of one cut share the files that none of them changes. */
const SUMS = new WeakMap<Uint8Array, number>();

function sumOf(bytes: Uint8Array): number {
  const known = SUMS.get(bytes);
  if (known !== undefined) return known;
  const sum = crc32(bytes);
  SUMS.set(bytes, sum);
  return sum;
}
