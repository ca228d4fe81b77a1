/**
 * Puts each fault into the objects of a store: at rest, in the folder of an
 * endpoint that is stopped meanwhile, or in flight, by a lie of the endpoint.
 * Goes in: a site; comes out: what was damaged.
 */
import type { DamagedPlace } from "../../engine/mod.ts";
import {
  atRest,
  type KeysFault,
  type KeysSite,
  putAtRest,
  wholeKey,
} from "./keys_site.ts";
import { listLie, oneLie } from "./lies.ts";
import {
  BEFORE_READ,
  BEFORE_WRITE,
  DELETED_KEYS,
  OBJECT_BYTES,
  PART_BYTES,
  PARTS_KEYS,
  SIZES_KEYS,
  UNIT_BYTES,
} from "./proof_profile.ts";
import { type RestingKey, unitOf } from "./resting_key.ts";
import { byteSwapped, filled, flipped, joined, shifted } from "./spoil.ts";

const PART_UNITS = PART_BYTES / UNIT_BYTES;
const OBJECT_UNITS = OBJECT_BYTES / UNIT_BYTES;
const HEADER_BITS = 64 * 8;
const TRAILER_BITS = 64 * 8;
const UNIT_BITS = UNIT_BYTES * 8;

/** By the id of the class. */
export const KEYS_FAULTS: Readonly<Record<string, KeysFault>> = {
  "bit-flip-payload": unitChanged((unit, { draw }) =>
    flipped(unit, HEADER_BITS + draw(UNIT_BITS - HEADER_BITS))
  ),
  "bit-flip-header": unitChanged((unit, { draw }) =>
    flipped(unit, draw(HEADER_BITS))
  ),
  "bit-flip-trailer": atRest(({ draw }, object) => {
    const unit = (1 + draw(3)) * PART_UNITS - 1;
    const bit = UNIT_BITS - 1 - draw(TRAILER_BITS);
    object.setUnit(unit, flipped(object.unitBytes(unit), bit));
    return [object.place(unit)];
  }),
  "zeroed": unitChanged(() => filled(UNIT_BYTES, 0)),
  "ones": unitChanged(() => filled(UNIT_BYTES, 0xFF)),
  "torn-head": atRest(tearHead),
  "torn-tail": atRest(tearTail),
  "lost-write": oneLie({
    names: { s3: "drop-write", az: "lost-write" },
    keys: [DELETED_KEYS, SIZES_KEYS - DELETED_KEYS],
    passes: DELETED_KEYS,
    when: BEFORE_WRITE,
    shape: "sizes",
  }),
  "lost-write-timed": oneLie({
    names: { s3: "drop-write", az: "lost-write" },
    keys: [5, 15],
    passes: 5,
    when: BEFORE_WRITE,
    shape: "timed",
  }),
  // The heads come before the gets.
  "stale-read": oneLie({
    names: { s3: "stale-read", az: "stale-read" },
    keys: [0, PARTS_KEYS],
    passes: PARTS_KEYS,
    when: BEFORE_READ,
    shape: "parts",
  }),
  "stale-content": atRest(({ first }, object) => {
    object.write(first(object.key));
    return [wholeKey(object.key)];
  }),
  "misdirected": atRest(misdirect),
  "other-object": atRest((site, object) => {
    const unit = plainUnit(site);
    const other = site.keys.find((key) => key !== object.key) ?? "";
    object.setUnit(unit, object.beside(other).unitBytes(unit));
    return [object.place(unit)];
  }),
  "previous-run": atRest((site, object) => {
    const unit = plainUnit(site);
    object.setUnit(unit, unitOf(site.previous(object.key), unit));
    return [object.place(unit)];
  }),
  "duplicated": atRest((site, object) => {
    const unit = plainUnit(site);
    object.setUnit(nextUnit(unit), object.unitBytes(unit));
    return [object.place(nextUnit(unit))];
  }),
  "swapped": atRest((site, object) => rotate(site, object, 2)),
  "reordered": atRest((site, object) => rotate(site, object, 3)),
  "shifted-8": unitChanged((unit) => shifted(unit, 8)),
  "shifted-512": unitChanged((unit) => shifted(unit, 512)),
  "byte-swapped": unitChanged(byteSwapped),
  "truncated": atRest(({ draw }, object) => {
    const cutBytes = 1 + draw(UNIT_BYTES - 1);
    object.write(object.bytes().slice(0, OBJECT_BYTES - cutBytes));
    return [object.place(OBJECT_UNITS - 1)];
  }),
  "extended": atRest(({ draw }, object) => {
    const more = object.bytes().slice(0, 1 + draw(UNIT_BYTES - 1));
    object.write(joined([object.bytes(), more]));
    return [object.place(OBJECT_UNITS)];
  }),
  "short-part": atRest((_site, object) => {
    const parts = object.parts();
    const short = parts[2]?.slice(0, PART_BYTES - 512) ?? new Uint8Array();
    object.writeParts(parts.with(2, short));
    return [object.places(3 * PART_UNITS - 1, OBJECT_UNITS - 1)];
  }),
  "part-swapped": atRest((_site, object) => {
    const [first = NOTHING, second = NOTHING, ...rest] = object.parts();
    object.writeParts([second, first, ...rest]);
    return [object.places(0, 2 * PART_UNITS - 1)];
  }),
  "part-missing": atRest((_site, object) => {
    object.writeParts(object.parts().toSpliced(2, 1));
    return [object.places(2 * PART_UNITS, OBJECT_UNITS - 1)];
  }),
  "wrong-range": oneLie({
    names: { s3: "wrong-range", az: "wrong-range" },
    keys: [0, PARTS_KEYS],
    passes: 0,
    when: BEFORE_READ,
    shape: "ranges",
  }),
  "list-missing": listLie({ s3: "list-lacks-key", az: "list-lacks-key" }),
  "list-extra": {
    when: BEFORE_READ,
    shape: "sizes",
    async put({ stand, keys }) {
      // Right behind the first key: a page of Azure is told a prefix.
      const stranger = `${keys[0]}-not-of-this-run`;
      await stand.atRest((shelf) =>
        shelf.put(stranger, shelf.read(keys[DELETED_KEYS] ?? ""))
      );
      // A reading back lists nothing.
      const places = [wholeKey(stranger)];
      return { put: { how: "at rest", places, lasts: false } };
    },
  },
  "list-stale": listLie({ s3: "list-lags", az: "list-lags" }),
  "list-deleted": listLie({ s3: "list-deleted", az: "list-deleted" }),
  "resurrected": {
    when: BEFORE_READ,
    shape: "sizes",
    async put({ draw, stand, keys, second }) {
      const key = keys[draw(DELETED_KEYS)] ?? "";
      await stand.atRest((shelf) => {
        // Any record will do: the key is what comes back, with its old bytes.
        const { record } = shelf.read(keys[DELETED_KEYS] ?? "");
        shelf.put(key, { record, pieces: [second(key)] });
      });
      return putAtRest([wholeKey(key)]);
    },
  },
};

const NOTHING = new Uint8Array();

/** A unit without a trailer, with another such one in the part after it. */
function plainUnit({ draw }: KeysSite): number {
  return draw(2) * PART_UNITS + draw(PART_UNITS - 1);
}

function nextUnit(unit: number): number {
  return unit + PART_UNITS;
}

/** Puts other bytes into one unit. */
function unitChanged(
  spoil: (unit: Uint8Array, site: KeysSite) => Uint8Array,
): KeysFault {
  return atRest((site, object) => {
    const unit = plainUnit(site);
    object.setUnit(unit, spoil(object.unitBytes(unit), site));
    return [object.place(unit)];
  });
}

/** Each unit has the content of the one before, the first that of the last. */
function rotate(
  site: KeysSite,
  object: RestingKey,
  count: number,
): DamagedPlace[] {
  const unit = site.draw(PART_UNITS - 1);
  const ring = Array.from({ length: count }, (_, i) => unit + i * PART_UNITS);
  const contents = ring.map((one) => object.unitBytes(one));
  ring.forEach((one, i) => object.setUnit(one, contents.at(i - 1) ?? NOTHING));
  return ring.map((one) => object.place(one));
}

/** One unit went where another belongs, and is missing in its own place. */
function misdirect(site: KeysSite, object: RestingKey): DamagedPlace[] {
  const unit = plainUnit(site);
  const landed = nextUnit(unit);
  object.setUnit(landed, object.unitBytes(unit));
  object.setUnit(unit, unitOf(site.second(object.key), unit));
  return [object.place(landed), object.place(unit, "missed in object")];
}

/** The last put landed up to some sector. */
function tearHead(
  { draw, second }: KeysSite,
  object: RestingKey,
): DamagedPlace[] {
  const cut = tearAt(draw);
  const old = second(object.key);
  object.write(joined([object.bytes().slice(0, cut), old.slice(cut)]));
  return [object.places(Math.floor(cut / UNIT_BYTES), OBJECT_UNITS - 1)];
}

/** It landed from some sector on: the beginning is that of the put before. */
function tearTail(
  { draw, second }: KeysSite,
  object: RestingKey,
): DamagedPlace[] {
  const cut = tearAt(draw);
  const old = second(object.key);
  object.write(joined([old.slice(0, cut), object.bytes().slice(cut)]));
  return [
    object.place(0, "missed"),
    object.places(Math.floor(cut / UNIT_BYTES), OBJECT_UNITS - 1),
  ];
}

/** So late that all of what follows can be told one by one. */
function tearAt(draw: KeysSite["draw"]): number {
  return OBJECT_BYTES - 512 * (1 + draw(8 * 10));
}
