/**
 * Damage done to data files on purpose: bytes of a sound file go in, bytes of
 * one that lies come out, with what was done in words. The same for the same
 * numbers.
 */
import {
  FILE_METADATA,
  type FileMetadata,
} from "../../../engine/workloads/table/parquet/file_metadata.ts";
import {
  readStruct,
  writeStruct,
} from "../../../engine/workloads/table/parquet/thrift_struct.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Random = (below: number) => number;

export interface Sound {
  readonly bytes: Bytes;
  /** Another file, from which a piece may come. */
  readonly other: Bytes;
}

export interface Damaged {
  readonly bytes: Bytes;
  readonly how: string;
}

/** Length of the footer, and the magic. */
const TAIL_BYTES = 8;
const EXTREMES = [0, 1, 0x7f, 0x80, 0xfe, 0xff];
/** What counts, sizes and places are told to be. */
const LIES = [
  ...[0, -1, 1, 2, 7, 255, 65536, 2 ** 24, 2 ** 26, 2 ** 28 + 1],
  ...[2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 40, 2 ** 53 - 1],
];

/** One to four mistakes, most where headers and the footer are. */
export function damage(sound: Sound, random: Random): Damaged {
  const done: string[] = [];
  let { bytes } = sound;
  for (let count = random(3) === 0 ? 1 + random(4) : 1; count > 0; count--) {
    const kind = KINDS[random(KINDS.length)] ?? flip;
    const next = kind({ bytes, other: sound.other }, random);
    bytes = next.bytes;
    done.push(next.how);
  }
  return { bytes, how: done.join(", ") };
}

const KINDS = [flip, put, lie, lie, lie, remove, double, splice, end, endless];

/** The start of the footer; of a file without one its middle. */
function footerStart(bytes: Bytes): number {
  if (bytes.length < TAIL_BYTES) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getUint32(bytes.length - TAIL_BYTES, true);
  const start = bytes.length - TAIL_BYTES - length;
  return start > 0 ? start : bytes.length >> 1;
}

function somewhere(bytes: Bytes, random: Random): number {
  if (bytes.length === 0) return 0;
  const start = footerStart(bytes);
  const isFooter = random(2) === 0;
  const from = isFooter ? start : 0;
  return from + random((isFooter ? bytes.length : start) - from || 1);
}

function flip({ bytes }: Sound, random: Random): Damaged {
  const at = somewhere(bytes, random);
  const made = bytes.slice();
  made[at] = (made[at] ?? 0) ^ (1 << random(8));
  return { bytes: made, how: `flip in byte ${at}` };
}

function put({ bytes }: Sound, random: Random): Damaged {
  const at = somewhere(bytes, random);
  const value = EXTREMES[random(EXTREMES.length)] ?? random(256);
  const made = bytes.slice();
  made.fill(value, at, at + 1 + random(4));
  return { bytes: made, how: `put ${value} at ${at}` };
}

/** Numbers that never end, and others that end as late as they may. */
function endless({ bytes }: Sound, random: Random): Damaged {
  const at = somewhere(bytes, random);
  const made = bytes.slice();
  const size = 2 + random(9);
  made.fill(0xff, at, at + size);
  if (random(3) > 0 && at + size < made.length) made[at + size] = random(16);
  return { bytes: made, how: `a number of ${size} bytes at ${at}` };
}

function remove({ bytes }: Sound, random: Random): Damaged {
  const at = somewhere(bytes, random);
  const size = 1 + random(random(4) === 0 ? bytes.length : 16);
  const made = joined(bytes.subarray(0, at), bytes.subarray(at + size));
  return { bytes: refit(made, random), how: `${size} bytes less at ${at}` };
}

function double({ bytes }: Sound, random: Random): Damaged {
  const at = somewhere(bytes, random);
  const size = 1 + random(random(4) === 0 ? 4096 : 32);
  const made = joined(bytes.subarray(0, at + size), bytes.subarray(at));
  return { bytes: refit(made, random), how: `${size} bytes twice at ${at}` };
}

function splice({ bytes, other }: Sound, random: Random): Damaged {
  const at = somewhere(bytes, random);
  const from = somewhere(other, random);
  const piece = other.subarray(from, from + 1 + random(256));
  const made = bytes.slice();
  made.set(piece.subarray(0, made.length - at), at);
  return { bytes: made, how: `${piece.length} bytes of another at ${at}` };
}

function end({ bytes }: Sound, random: Random): Damaged {
  const size = random(bytes.length + 1);
  if (random(2) === 0) return { bytes: bytes.slice(0, size), how: `${size} B` };
  const made = joined(bytes.subarray(0, size), bytes.subarray(-TAIL_BYTES));
  return { bytes: made, how: `cut at ${size}, and its end` };
}

/** Half of the files have a footer as long as it says. */
function refit(bytes: Bytes, random: Random): Bytes {
  const start = footerStart(bytes);
  if (random(2) === 0 || bytes.length < TAIL_BYTES) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const place = bytes.length - TAIL_BYTES;
  view.setUint32(place, Math.max(0, place - start - 8 + random(17)), true);
  return bytes;
}

/** One field of the footer says something else, and all others are whole. */
function lie(sound: Sound, random: Random): Damaged {
  let how = "";
  try {
    const bytes = rewriteFooter(sound.bytes, (footer) => {
      const places = fieldsOf(footer, "footer");
      how = places[random(places.length)]?.lie(random) ?? "nothing";
    });
    return { bytes, how };
  } catch {
    // There is no footer any more, or one that cannot be written down.
    return flip(sound, random);
  }
}

/** The same file, of which the footer says what `change` makes of it. */
export function rewriteFooter(
  bytes: Bytes,
  change: (footer: FileMetadata) => void,
): Bytes {
  const start = footerStart(bytes);
  const before = bytes.subarray(start, -TAIL_BYTES);
  const { value } = readStruct(FILE_METADATA, before, "footer");
  const footer = structuredClone(value);
  change(footer);
  const written = writeStruct(FILE_METADATA, footer);
  const tail = bytes.slice(-TAIL_BYTES);
  new DataView(tail.buffer).setUint32(0, written.length, true);
  return joined(bytes.subarray(0, start), written, tail);
}

interface Field {
  /** Changes it, and says how. */
  lie(random: Random): string;
}

/** Every number, truth, text and list below `value`. */
function fieldsOf(value: unknown, path: string): Field[] {
  if (typeof value !== "object" || value === null) return [];
  if (ArrayBuffer.isView(value)) return [];
  const below = Object.entries(value)
    .flatMap(([key, one]) => fieldsOf(one, `${path}.${key}`));
  const own = Object.entries(value).map(([key, before]) => ({
    lie(random: Random) {
      const told = lieFor(before, random);
      // Of a copy that nobody else has.
      Reflect.set(value, key, told);
      return `${path}.${key} is ${JSON.stringify(told)?.slice(0, 40)}`;
    },
  }));
  return [...own, ...below];
}

function lieFor(before: unknown, random: Random): unknown {
  if (typeof before === "number") {
    const near = [before + 1, before - 1, before * 2, before >> 1];
    return random(3) === 0 ? near[random(4)] : LIES[random(LIES.length)];
  }
  if (typeof before === "boolean") return !before;
  if (typeof before === "string") return before.slice(1 + random(4));
  if (!Array.isArray(before)) return undefined;
  const at = random(before.length || 1);
  const twice = [...before.slice(0, at + 1), ...before.slice(at)];
  return random(2) === 0 ? twice : before.filter((_, index) => index !== at);
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
