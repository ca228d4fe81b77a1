/**
 * Bodies that tell whose they are: 16 bytes (run, key, part, value, place) over
 * and over. Goes in: a value and its parts; comes out: bytes, and from bytes
 * that were read the value, or what is wrong with them.
 */

/** Bytes of one stamp; sizes of bodies are multiples of it. */
export const STAMP_BYTES = 16;

/** Whose body it is. Keys and values are numbers of this run. */
export interface BodyName {
  /** 32 bits that no other run has. */
  readonly run: number;
  readonly key: number;
  readonly value: number;
}

/** A stretch of a body: stamps of one part, at their place in the object. */
export interface BodyPiece {
  /** 0 for a put in one go; parts of an upload count from 1. */
  readonly part: number;
  readonly firstStamp: number;
  readonly stampCount: number;
}

/** One part of a body. */
export function pieceBytes(
  name: BodyName,
  { part, firstStamp, stampCount }: BodyPiece,
): Uint8Array {
  const bytes = new Uint8Array(stampCount * STAMP_BYTES);
  const view = new DataView(bytes.buffer);
  const mask = placeMask(name, part);
  for (let at = 0; at < stampCount; at += 1) {
    const offset = at * STAMP_BYTES;
    view.setUint32(offset, name.run);
    view.setUint32(offset + 4, (name.key << 8 | part) >>> 0);
    view.setUint32(offset + 8, name.value);
    view.setUint32(offset + 12, (mask ^ (firstStamp + at)) >>> 0);
  }
  return bytes;
}

/** The pieces of a whole object, one after another. */
export function piecesOf(stampCounts: readonly number[]): BodyPiece[] {
  let firstStamp = 0;
  return stampCounts.map((stampCount, at) => {
    const part = stampCounts.length === 1 ? 0 : at + 1;
    const piece = { part, firstStamp, stampCount };
    firstStamp += stampCount;
    return piece;
  });
}

/** What was read, from the stamp `firstStamp` on; `stampCount` if a range. */
export interface ReadBody {
  readonly bytes: Uint8Array;
  readonly run: number;
  readonly key: number;
  readonly firstStamp?: number;
  readonly stampCount?: number;
  /** Stamps of each part of a value; `undefined` for one never written. */
  shapeOf(value: number): readonly number[] | undefined;
}

/** The value that was read, or the name and words of what is wrong. */
export type BodyReading =
  | { readonly kind: "value"; readonly value: number }
  | {
    readonly kind: "foreign" | "cross-object" | "torn";
    readonly text: string;
  };

/** Makes what should have been read once more, and compares. */
export function readBody(read: ReadBody): BodyReading {
  const { bytes, run, key, firstStamp = 0 } = read;
  const value = bytes.length < STAMP_BYTES
    ? 0
    : stampAt(bytes, 0, run)?.value ?? 0;
  const shape = read.shapeOf(value);
  if (shape !== undefined) {
    const total = shape.reduce((sum, count) => sum + count, 0);
    const end = firstStamp + (read.stampCount ?? total - firstStamp);
    const isSame = bytes.length === (end - firstStamp) * STAMP_BYTES &&
      piecesOf(shape).every((piece) =>
        isPiece({ bytes, name: { run, key, value }, firstStamp, end }, piece)
      );
    if (isSame) return { kind: "value", value };
  }
  return faultOf(read, shape);
}

interface Wanted {
  readonly bytes: Uint8Array;
  readonly name: BodyName;
  readonly firstStamp: number;
  readonly end: number;
}

function isPiece(wanted: Wanted, piece: BodyPiece): boolean {
  const { bytes, name, firstStamp } = wanted;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = Math.max(piece.firstStamp, firstStamp);
  const end = Math.min(piece.firstStamp + piece.stampCount, wanted.end);
  const mask = placeMask(name, piece.part);
  const owner = (name.key << 8 | piece.part) >>> 0;
  for (let place = start; place < end; place += 1) {
    const offset = (place - firstStamp) * STAMP_BYTES;
    const isSame = view.getUint32(offset) === name.run &&
      view.getUint32(offset + 4) === owner &&
      view.getUint32(offset + 8) === name.value &&
      view.getUint32(offset + 12) === (mask ^ place) >>> 0;
    if (!isSame) return false;
  }
  return true;
}

interface Stamp {
  readonly key: number;
  readonly part: number;
  readonly value: number;
  readonly place: number;
}

/** `undefined` for what this run has not made, or what is damaged. */
function stampAt(
  bytes: Uint8Array,
  offset: number,
  run: number,
): Stamp | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 16);
  const owner = view.getUint32(4);
  const key = owner >>> 8;
  const part = owner & 0xFF;
  const value = view.getUint32(8);
  const place = (view.getUint32(12) ^ placeMask({ run, key, value }, part)) >>>
    0;
  // A damaged stamp names a place that no object is large enough for.
  const isOurs = view.getUint32(0) === run && place < 1 << 26;
  return isOurs ? { key, part, value, place } : undefined;
}

function faultOf(
  read: ReadBody,
  shape: readonly number[] | undefined,
): BodyReading {
  const { bytes, run, key, firstStamp = 0 } = read;
  const stretches: { label: string; from: number; to: number }[] = [];
  let foreign = 0;
  let others = 0;
  const count = Math.ceil(bytes.length / STAMP_BYTES);
  for (let at = 0; at < count; at += 1) {
    const offset = at * STAMP_BYTES;
    const stamp = offset + STAMP_BYTES > bytes.length
      ? undefined
      : stampAt(bytes, offset, run);
    if (stamp === undefined) foreign += 1;
    else if (stamp.key !== key) others += 1;
    const label = labelOf(stamp, { key, place: firstStamp + at });
    const last = stretches.at(-1);
    if (last?.label === label) last.to = offset + STAMP_BYTES;
    else stretches.push({ label, from: offset, to: offset + STAMP_BYTES });
  }
  const shown = stretches.slice(0, 4).map(({ label, from, to }) =>
    `bytes ${from} to ${Math.min(to, bytes.length)}: ${label}`
  );
  const more = stretches.length - shown.length;
  const total = shape?.reduce((sum, one) => sum + one, 0);
  const wanted = read.stampCount ?? total;
  const length = wanted === undefined
    ? `${bytes.length} bytes`
    : `${bytes.length} of ${wanted * STAMP_BYTES} bytes`;
  return {
    kind: count > 0 && foreign === count
      ? "foreign"
      : count > 0 && others === count
      ? "cross-object"
      : "torn",
    text: [length, ...shown, ...(more > 0 ? [`${more} more`] : [])].join("; "),
  };
}

function labelOf(
  stamp: Stamp | undefined,
  here: { readonly key: number; readonly place: number },
): string {
  if (stamp === undefined) return "no stamp of this run";
  const { key, part, value, place } = stamp;
  const away = (place - here.place) * STAMP_BYTES;
  return `value ${value}` + (part === 0 ? "" : ` part ${part}`) +
    (key === here.key ? "" : ` of key number ${key}`) +
    (away === 0 ? "" : `, ${Math.abs(away)} bytes from its place`);
}

/** What the place is hidden behind, so that damage anywhere shows. */
function placeMask({ run, key, value }: BodyName, part: number): number {
  let word = Math.imul(run ^ Math.imul(key + 1, 0x9E3779B1), 0x85EBCA6B);
  word = Math.imul(word ^ (word >>> 13) ^ value, 0xC2B2AE35);
  word = Math.imul(word ^ (word >>> 16) ^ part, 0x27D4EB2F);
  return (word ^ (word >>> 15)) >>> 0;
}
