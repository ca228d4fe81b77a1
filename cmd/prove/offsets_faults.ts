/**
 * Puts each fault into files under load: at rest, in the bytes of the files, or
 * in flight, by the fault points of the core. Goes in: a site; comes out: what
 * was damaged.
 */
import type { DamagedPlace } from "../../engine/mod.ts";
import {
  type OffsetsFault,
  type OffsetsSite,
  putAtRest,
} from "./offsets_site.ts";
import {
  BEFORE_READ,
  BEFORE_WRITE,
  FILE_UNITS,
  UNIT_BYTES,
} from "./proof_profile.ts";
import type { PutFault } from "./prove_cell.ts";
import { unitOf } from "./resting_key.ts";
import { byteSwapped, filled, flipped } from "./spoil.ts";

/** By the id of the class. */
export const OFFSETS_FAULTS: Readonly<Record<string, OffsetsFault>> = {
  "bit-flip-payload": changed((unit, { draw }) =>
    flipped(unit, HEADER_BITS + draw(UNIT_BYTES * 8 - HEADER_BITS))
  ),
  "bit-flip-header": changed((unit, { draw }) =>
    flipped(unit, draw(HEADER_BITS))
  ),
  "zeroed": changed(() => filled(UNIT_BYTES, 0)),
  "ones": changed(() => filled(UNIT_BYTES, 0xFF)),
  "torn-head": inFlight("write.torn-head", { arg: cutOf, when: BEFORE_WRITE }),
  "torn-tail": inFlight("write.torn-tail", { arg: cutOf, when: BEFORE_WRITE }),
  "lost-write": inFlight("write.lost", { when: BEFORE_WRITE }),
  "lost-write-timed": { when: BEFORE_WRITE, shape: "timed", put: loseTimed },
  "stale-read": inFlight("read.stale", { when: BEFORE_READ }),
  "stale-content": changed((_, { first }, place) => unitAt(first, place)),
  "misdirected": { when: BEFORE_WRITE, put: misdirect },
  "other-object": { when: BEFORE_READ, put: copyOfOther },
  "previous-run": changed((_, { previous }, place) => unitAt(previous, place)),
  "duplicated": { when: BEFORE_READ, put: (site) => rotate(site, 2, false) },
  "swapped": { when: BEFORE_READ, put: (site) => rotate(site, 2, true) },
  "reordered": { when: BEFORE_READ, put: (site) => rotate(site, 3, true) },
  "shifted-8": inFlight("write.shift", { arg: () => 8, when: BEFORE_WRITE }),
  "shifted-512": inFlight("write.shift", {
    arg: () => 512,
    when: BEFORE_WRITE,
  }),
  "byte-swapped": changed((unit) => byteSwapped(unit)),
  "truncated": { when: BEFORE_READ, put: cutOff },
  "extended": { when: BEFORE_READ, put: goOn },
  "wrong-range": inFlight("read.misdirect", {
    arg: ({ draw }) => 1 + draw(9),
    when: BEFORE_READ,
  }),
};

/** A unit of one of the two files. */
interface Place {
  readonly file: number;
  readonly unit: number;
}

const HEADER_BITS = 64 * 8;

/** Far enough from both ends that every neighbour is there. */
const MARGIN = 16;

function drawPlace({ draw }: OffsetsSite): Place {
  const unit = MARGIN + draw(FILE_UNITS - 2 * MARGIN);
  return { file: draw(2), unit };
}

function damaged(
  { names }: OffsetsSite,
  { file, unit }: Place,
  role: DamagedPlace["role"] = "damaged",
): DamagedPlace {
  return { role, object: names[file] ?? "", units: [unit, unit] };
}

function unitAt(
  files: readonly Uint8Array[],
  { file, unit }: Place,
): Uint8Array {
  return unitOf(files[file] ?? new Uint8Array(), unit);
}

function restingUnit({ shelf }: OffsetsSite, place: Place): Uint8Array {
  return unitOf(shelf.read(place.file), place.unit);
}

function writeUnit(
  { shelf }: OffsetsSite,
  { file, unit }: Place,
  bytes: Uint8Array,
): void {
  shelf.write(file, unit * UNIT_BYTES, bytes);
}

/** Puts other bytes into one unit at rest. */
function changed(
  spoil: (unit: Uint8Array, site: OffsetsSite, place: Place) => Uint8Array,
): OffsetsFault {
  return {
    when: BEFORE_READ,
    put(site) {
      const place = drawPlace(site);
      const unit = restingUnit(site, place);
      writeUnit(site, place, spoil(unit, site, place));
      return putAtRest([damaged(site, place)]);
    },
  };
}

interface InFlight {
  readonly when: OffsetsFault["when"];
  arg?(site: OffsetsSite): number;
}

/** Arms a point for the one operation that meets the place. */
function inFlight(point: string, { arg, when }: InFlight): OffsetsFault {
  return {
    when,
    put(site) {
      const place = drawPlace(site);
      const passed = place.file * FILE_UNITS + place.unit;
      const settings = arg === undefined ? "" : `:arg=${arg(site)}`;
      const fired = site.arm(point, `:after=${passed}:count=1${settings}`);
      return {
        put: {
          how: `in flight: ${point}`,
          places: [damaged(site, place)],
          lasts: when === BEFORE_WRITE,
        },
        fired,
      };
    },
  };
}

function cutOf({ draw }: OffsetsSite): number {
  return 512 * (1 + draw(7));
}

/** Amid writes that come by the clock, and end by it. */
function loseTimed(site: OffsetsSite): PutFault {
  const unit = 20 + site.draw(80);
  const fired = site.arm("write.lost", `:after=${unit}:count=1`);
  return {
    put: {
      how: "in flight: write.lost",
      places: [damaged(site, { file: 0, unit })],
      lasts: true,
    },
    fired,
  };
}

/** A write that lands in a place written before, of the same file. */
function misdirect(site: OffsetsSite): PutFault {
  const { draw } = site;
  const by = MARGIN + draw(MARGIN);
  // Beyond the end of its file the point turns back, to what is written.
  const unit = FILE_UNITS - 1 - draw(by);
  const place = { file: draw(2), unit };
  const passed = place.file * FILE_UNITS + unit;
  const fired = site.arm(
    "write.misdirect",
    `:after=${passed}:count=1:arg=${by}`,
  );
  return {
    put: {
      how: "in flight: write.misdirect",
      places: [
        damaged(site, { ...place, unit: unit - by }),
        damaged(site, place, "missed"),
      ],
      lasts: true,
    },
    fired,
  };
}

function copyOfOther(site: OffsetsSite): PutFault {
  const place = drawPlace(site);
  writeUnit(site, place, restingUnit(site, { ...place, file: 1 - place.file }));
  return putAtRest([damaged(site, place)]);
}

/**
 * Moves the content of `count` units of one file each to the next; the last
 * goes to the first if the ring is closed, else it is lost and the first stays.
 */
function rotate(
  site: OffsetsSite,
  count: number,
  isClosed: boolean,
): PutFault {
  const first = drawPlace(site);
  const apart = 1 + site.draw(MARGIN);
  const places = Array.from({ length: count }, (_, index) => ({
    file: first.file,
    unit: (first.unit + index * apart) % FILE_UNITS,
  }));
  const units = places.map((place) => restingUnit(site, place));
  const touched = places.flatMap((place, index) => {
    const from = index === 0 ? count - 1 : index - 1;
    if (index === 0 && !isClosed) return [];
    writeUnit(site, place, units[from] ?? new Uint8Array());
    return [damaged(site, place)];
  });
  return putAtRest(touched);
}

/** Cuts a file off amid its last unit. */
function cutOff(site: OffsetsSite): PutFault {
  const place = { file: site.draw(2), unit: FILE_UNITS - 1 };
  const kept = 64 + 8 * site.draw(UNIT_BYTES / 8 - 16);
  site.shelf.resize(place.file, place.unit * UNIT_BYTES + kept);
  return putAtRest([damaged(site, place)]);
}

/** Bytes of the file's own last unit follow it. */
function goOn(site: OffsetsSite): PutFault {
  const file = site.draw(2);
  const last = restingUnit(site, { file, unit: FILE_UNITS - 1 });
  const more = last.subarray(0, 512 * (1 + site.draw(8)));
  site.shelf.write(file, FILE_UNITS * UNIT_BYTES, more);
  return putAtRest([damaged(site, { file, unit: FILE_UNITS })]);
}
