/**
 * The stamp SV1 a second time, in plain BigInt: one unit and one CRC-32C. Tests
 * compare it with the C core on the same seeds; it shares no code with it, so
 * a mistake would have to be made twice.
 */

const MASK = (1n << 64n) - 1n;
const STEP = 0x9E3779B97F4A7C15n;
const SECTOR_WORDS = 64;
const HEADER_WORDS = 8;

/** `struct sv_identity` and what a write adds, for one unit. */
export interface StampUnitOptions {
  readonly runId: bigint;
  readonly runKey: bigint;
  readonly objectId: bigint;
  readonly objectTag: number;
  readonly unitBytes: 512 | 4096;
  readonly objectBits: number;
  readonly unitBits: number;
  readonly compressPermille: number;
  readonly dedupePermille: number;
  /** Index of the unit in its object. */
  readonly unit: bigint;
  readonly generation: bigint;
  readonly sequence: bigint;
  readonly writer: number;
  /** Place of the unit in its write, and the length of the write in units. */
  readonly position: number;
  readonly length: number;
  readonly seconds: number;
}

/** CRC-32C of the bytes, one bit at a time, from a seed of 0. */
export function crc32cTwin(bytes: Uint8Array): number {
  let crc = 0xFFFFFFFF;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0x82F63B78);
    }
  }
  return ~crc >>> 0;
}

function mix(key: bigint, value: bigint): bigint {
  let x = (value + key) & MASK;
  x ^= x >> 27n;
  x = (x * 0x3C79AC492BA7B653n) & MASK;
  x ^= x >> 33n;
  x = (x * 0x1C69B3F74AC4AE35n) & MASK;
  x ^= x >> 27n;
  return (x + key * 0xD1342543DE82EF95n) & MASK;
}

/** True if the unit has the payload that all such units of the run share. */
export function isWeakTwin(options: StampUnitOptions): boolean {
  const whose = options.unit ^ (BigInt(options.objectTag) << 32n);
  const hash = mix(options.runKey ^ 0xE7037ED1A0B428DBn, whose);
  return ((hash >> 32n) * 1000n) >> 32n < BigInt(options.dedupePermille);
}

/** The payload base of a unit that is not weak: `sv_stamp_base()`. */
export function stampBaseTwin(options: StampUnitOptions): bigint {
  const unitBits = BigInt(options.unitBits);
  const generationBits = 64n - BigInt(options.objectBits) - unitBits;
  const unit = BigInt.asUintN(options.unitBits, options.unit);
  const object = BigInt.asUintN(options.objectBits, BigInt(options.objectTag));
  const generation = BigInt.asUintN(Number(generationBits), options.generation);
  return mix(
    options.runKey,
    (((object << unitBits) | unit) << generationBits) | generation,
  );
}

function writeHeader(options: StampUnitOptions, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer);
  const compress = Math.floor(options.compressPermille * 64 / 1000) > 0;
  bytes.set(new TextEncoder().encode("SVB1"));
  bytes[4] = 1;
  bytes[5] = (compress ? 1 : 0) | (isWeakTwin(options) ? 2 : 0);
  view.setUint16(6, options.unitBytes / 512, true);
  view.setBigUint64(8, options.runId, true);
  view.setBigUint64(16, options.objectId, true);
  view.setBigUint64(24, options.unit, true);
  view.setBigUint64(32, options.generation, true);
  view.setBigUint64(40, options.sequence, true);
  view.setUint32(48, options.writer, true);
  view.setUint16(52, options.position, true);
  view.setUint16(54, options.length, true);
  view.setUint32(56, options.seconds, true);
  view.setUint32(60, crc32cTwin(bytes.subarray(0, 60)), true);
}

/** All bytes of one unit, as `sv_stamp_fill()` must make them. */
export function stampUnitTwin(options: StampUnitOptions): Uint8Array {
  const bytes = new Uint8Array(options.unitBytes);
  const view = new DataView(bytes.buffer);
  const base = isWeakTwin(options)
    ? mix(options.runKey ^ 0xA0761D6478BD642Fn, 0n)
    : stampBaseTwin(options);
  const zeroWords = Math.floor(options.compressPermille * SECTOR_WORDS / 1000);
  for (let i = HEADER_WORDS; i < options.unitBytes / 8; i++) {
    if (i % SECTOR_WORDS >= SECTOR_WORDS - zeroWords) continue;
    const x = (base + BigInt(i) * STEP) & MASK;
    view.setBigUint64(i * 8, x ^ (x >> 31n), true);
  }
  writeHeader(options, bytes);
  return bytes;
}
