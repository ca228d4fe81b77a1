/**
 * The samples of a finding, word by word: which object, unit and generation
 * each word of the expected and of the found bytes belongs to.
 */
import {
  hexToU64,
  type PlannedObjects,
  type PlannedSpace,
  type PlannedTarget,
  splitmix64,
} from "../plan/mod.ts";
import type { FindingRecording } from "../recorder/mod.ts";
import {
  HEADER_BYTES,
  type PayloadWord,
  payloadWord,
  type StampKey,
  unitHeader,
} from "./stamp_words.ts";

/** Neighbouring bytes of a sample that say the same of themselves. */
export interface SampleWord {
  readonly side: "expected" | "found";
  /** In the unit; `toByte` is the last one. */
  readonly fromByte: number;
  readonly toByte: number;
  readonly kind: "header" | "payload";
  /** A file's name, `key 7`, or 16 hex digits where only those are known. */
  readonly object: string;
  readonly unit: number;
  readonly generation: number;
  /** Only headers tell it. */
  readonly run?: string;
}

/** A key with what it may say: anything else is chance. */
interface Reading {
  readonly key: StampKey;
  nameOf(word: PayloadWord): string | null;
}

/** As in the core: all spaces of offsets share them. */
const SPACE_OBJECT_BITS = 12;
const SPACE_UNIT_BITS = 36;
/** More than any run overwrites one unit; chance alone gives higher ones. */
const GENERATION_MAX = 2 ** 16;

/** Words that say nothing of themselves are left out. */
export function sampleWords(
  finding: FindingRecording,
  target: PlannedTarget,
): SampleWord[] {
  const reading = finding.key === undefined
    ? target.space === null ? null : spaceReading(target.space)
    : target.objects === undefined
    ? null
    : objectsReading(target.objects);
  const sides = [
    ["expected", finding.expectedSample],
    ["found", finding.foundSample],
  ] as const;
  return sides.flatMap(([side, hex]) => {
    const bytes = bytesOf(hex);
    return [
      ...headerWord(side, bytes, finding),
      ...payloadWords(side, bytes, { finding, reading }),
    ];
  });
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(
    hex.match(/../g) ?? [],
    (pair) => parseInt(pair, 16),
  );
}

function headerWord(
  side: SampleWord["side"],
  bytes: Uint8Array,
  { sampleByte }: FindingRecording,
): SampleWord[] {
  const header = sampleByte === 0 ? unitHeader(bytes) : null;
  if (header === null) return [];
  return [{
    side,
    fromByte: 0,
    toByte: HEADER_BYTES - 1,
    kind: "header",
    ...header,
  }];
}

interface Sampled {
  readonly finding: FindingRecording;
  readonly reading: Reading | null;
}

function payloadWords(
  side: SampleWord["side"],
  bytes: Uint8Array,
  { finding, reading }: Sampled,
): SampleWord[] {
  if (reading === null || finding.sampleByte % 8 !== 0) return [];
  const view = new DataView(bytes.buffer);
  const words: SampleWord[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const byte = finding.sampleByte + at;
    if (byte < HEADER_BYTES) continue;
    const said = payloadWord(view.getBigUint64(at, true), byte, reading.key);
    const object = reading.nameOf(said);
    if (object === null || said.generation > GENERATION_MAX) continue;
    const { generation, unit } = said;
    const last = words.at(-1);
    const whose = { side, kind: "payload", object, unit, generation } as const;
    const isSame = last !== undefined && last.toByte === byte - 1 &&
      last.object === object && last.unit === unit &&
      last.generation === generation;
    const fromByte = isSame ? last.fromByte : byte;
    if (isSame) words.pop();
    words.push({ ...whose, fromByte, toByte: byte + 7 });
  }
  return words;
}

function spaceReading(space: PlannedSpace): Reading {
  const units = space.fileBytes / space.unitBytes;
  return {
    key: {
      runKey: hexToU64(space.runKey),
      objectBits: SPACE_OBJECT_BITS,
      unitBits: SPACE_UNIT_BITS,
    },
    nameOf({ tag, unit }) {
      const file = space.files[tag - space.objectTag];
      if (file === undefined || unit >= units) return null;
      return file.name === "" ? "the device" : file.name;
    },
  };
}

/** Clients other than our own pack their words in another way. */
function objectsReading(objects: PlannedObjects): Reading | null {
  if (objects.client !== "libcurl") return null;
  const sizeMax = sizeMaxOf(objects);
  const unitBits = bitsOf(Math.floor(sizeMax / objects.unitBytes) + 1);
  const objectBits = Math.min(32, bitsOf(objects.keys), 48 - unitBits);
  const target = splitmix64(BigInt(objects.objectTag));
  return {
    key: { runKey: hexToU64(objects.runKey) ^ target, objectBits, unitBits },
    nameOf: ({ tag, unit }) =>
      tag < objects.keys && unit * objects.unitBytes <= sizeMax
        ? `key ${tag}`
        : null,
  };
}

function sizeMaxOf({ sizes }: PlannedObjects): number {
  switch (sizes.kind) {
    case "fixed":
      return sizes.bytes;
    case "list":
      return Math.max(...sizes.sizes.map(({ bytes }) => bytes));
    default:
      return sizes.maxBytes;
  }
}

function bitsOf(count: number): number {
  let bits = 1;
  while (bits < 63 && 2 ** bits < count) bits++;
  return bits;
}
