/**
 * Says what is wrong with the stored bytes of a sample, as findings like those
 * of lanes of the core. Goes in: what was written, what came; comes out:
 * evidence, unit by unit of 4096 bytes.
 */
import type { UnitFinding } from "../../../backends/mod.ts";

const UNIT_BYTES = 4096;
const SAMPLE_BYTES = 16;
/** More damaged units of one sample than that are only counted. */
const UNITS_TOLD = 16;
/** More bits than that of a unit are no rot. */
const ROT_BITS_MAX = 64;

/** Where the sample is, and when and by whom it was read. */
export interface DamagePlace {
  /** Number of the sample. */
  readonly sample: number;
  readonly lane: number;
  readonly timeNs: number;
  /** Of its stored bytes in their file. */
  readonly offsetBytes: number;
}

/** Evidence, and how many units are wrong that it does not tell of. */
export interface Damage {
  readonly findings: readonly UnitFinding[];
  readonly more: number;
}

/** A finding about the sample as such, without content. */
export function sampleFinding(
  { sample, lane, timeNs, offsetBytes }: DamagePlace,
  changes: Pick<UnitFinding, "class"> & Partial<UnitFinding>,
): UnitFinding {
  return {
    timeNs,
    op: "read",
    file: sample,
    lane,
    offsetBytes,
    unit: Math.floor(offsetBytes / UNIT_BYTES),
    expectedLow: 1,
    expectedHigh: 1,
    found: null,
    firstBadByte: 0,
    badBytes: 0,
    badBits: 0,
    shiftBytes: 0,
    sampleByte: 0,
    expectedSample: new Uint8Array(),
    foundSample: new Uint8Array(),
    ...changes,
  };
}

/** Of bytes of equal length. */
export function damageOf(
  place: DamagePlace,
  expected: Uint8Array,
  found: Uint8Array,
): Damage {
  const findings: UnitFinding[] = [];
  let more = 0;
  for (let at = 0; at < expected.length; at += UNIT_BYTES) {
    const end = Math.min(at + UNIT_BYTES, expected.length);
    const [right, wrong] = [
      expected.subarray(at, end),
      found.subarray(at, end),
    ];
    const difference = differenceOf(right, wrong);
    if (difference === null) continue;
    if (findings.length === UNITS_TOLD) {
      more++;
      continue;
    }
    const from = difference.firstBadByte & ~(SAMPLE_BYTES - 1);
    findings.push(sampleFinding(
      { ...place, offsetBytes: place.offsetBytes + at },
      {
        ...difference,
        class: classOf(wrong, difference, { expected, at }),
        sampleByte: from,
        expectedSample: right.slice(from, from + SAMPLE_BYTES),
        foundSample: wrong.slice(from, from + SAMPLE_BYTES),
      },
    ));
  }
  return { findings, more };
}

type Difference = Pick<
  UnitFinding,
  "firstBadByte" | "badBytes" | "badBits"
>;

function differenceOf(
  right: Uint8Array,
  wrong: Uint8Array,
): Difference | null {
  let firstBadByte = -1;
  let [badBytes, badBits] = [0, 0];
  for (let at = 0; at < right.length; at++) {
    const bits = (right[at] ?? 0) ^ (wrong[at] ?? 0);
    if (bits === 0) continue;
    if (firstBadByte < 0) firstBadByte = at;
    badBytes++;
    badBits += bitCount(bits);
  }
  return badBytes === 0 ? null : { firstBadByte, badBytes, badBits };
}

function classOf(
  wrong: Uint8Array,
  { firstBadByte, badBits }: Difference,
  whole: { readonly expected: Uint8Array; readonly at: number },
): string {
  const bad = wrong.subarray(firstBadByte);
  if (wrong.every((byte) => byte === 0)) return "zeroed";
  if (wrong.every((byte) => byte === 0xff)) return "erased";
  if (badBits <= ROT_BITS_MAX) return "bit rot";
  if (isElsewhere(wrong, whole)) return "misdirected";
  if (firstBadByte > 0 && bad.every((byte) => byte === 0)) return "truncated";
  return "foreign";
}

/** Whether a whole unit is that of another place of the same sample. */
function isElsewhere(
  wrong: Uint8Array,
  { expected, at }: { readonly expected: Uint8Array; readonly at: number },
): boolean {
  if (wrong.length < UNIT_BYTES) return false;
  for (
    let other = 0;
    other + UNIT_BYTES <= expected.length;
    other += UNIT_BYTES
  ) {
    if (other === at) continue;
    const unit = expected.subarray(other, other + UNIT_BYTES);
    if (unit.every((byte, index) => byte === wrong[index])) return true;
  }
  return false;
}

function bitCount(byte: number): number {
  let [left, count] = [byte, 0];
  for (; left > 0; left &= left - 1) count++;
  return count;
}
