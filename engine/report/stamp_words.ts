/**
 * What the words of a unit say of themselves: the twin of the core's
 * `sv_stamp_decode()`, and of the header that each unit starts with. Goes in:
 * bytes of a unit and where they stand; come out: whose they are.
 */
import { u64ToHex } from "../plan/mod.ts";

/** How the payload of the units of one place is keyed. */
export interface StampKey {
  readonly runKey: bigint;
  readonly objectBits: number;
  readonly unitBits: number;
}

/** Whose a word is, as its payload says. */
export interface PayloadWord {
  /** Number of the object, in `objectBits` bits. */
  readonly tag: number;
  readonly unit: number;
  readonly generation: number;
}

/** Whose a unit is, as its header says. */
export interface UnitHeader {
  /** 16 hex digits each. */
  readonly run: string;
  readonly object: string;
  readonly unit: number;
  readonly generation: number;
}

/** Bytes of the header at the start of each unit. */
export const HEADER_BYTES = 64;

const STEP = 0x9E3779B97F4A7C15n;
const UNMIX_A = 0xC09C5FE5BD6DFDDBn;
const UNMIX_B = 0xC47C8F6B6BAFB41Dn;
const KEY_AFTER = 0xD1342543DE82EF95n;
const MAGIC = [0x53, 0x56, 0x42, 0x31];

/** `byte` is where the word stands in its unit, a multiple of 8. */
export function payloadWord(
  word: bigint,
  byte: number,
  { runKey, objectBits, unitBits }: StampKey,
): PayloadWord {
  const mixed = word ^ (word >> 31n) ^ (word >> 62n);
  const packed = unmix(
    runKey,
    BigInt.asUintN(64, mixed - BigInt(byte / 8) * STEP),
  );
  const generationBits = 64 - objectBits - unitBits;
  return {
    tag: Number(packed >> BigInt(64 - objectBits)),
    unit: Number(
      BigInt.asUintN(unitBits, packed >> BigInt(generationBits)),
    ),
    generation: Number(BigInt.asUintN(generationBits, packed)),
  };
}

function unmix(key: bigint, mixed: bigint): bigint {
  let x = BigInt.asUintN(64, mixed - key * KEY_AFTER);
  x ^= (x >> 27n) ^ (x >> 54n);
  x = BigInt.asUintN(64, x * UNMIX_B);
  x ^= x >> 33n;
  x = BigInt.asUintN(64, x * UNMIX_A);
  x ^= (x >> 27n) ^ (x >> 54n);
  return BigInt.asUintN(64, x - key);
}

/** `null` for bytes that do not start as a unit does. */
export function unitHeader(bytes: Uint8Array): UnitHeader | null {
  if (bytes.length < HEADER_BYTES) return null;
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    run: u64ToHex(view.getBigUint64(8, true)),
    object: u64ToHex(view.getBigUint64(16, true)),
    unit: Number(view.getBigUint64(24, true)),
    generation: Number(view.getBigUint64(32, true)),
  };
}
