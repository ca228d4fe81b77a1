/**
 * Flips every bit of one unit, one at a time, and has each judged by the check
 * that lanes use. Goes in: the stamps of the core; comes out: how many were
 * found, and named, at their place.
 */
import type { BitFlips, Draw } from "../../engine/mod.ts";
import type { CoreStamp, StampIdentity, UnitFinding } from "../../ffi/mod.ts";
import { UNIT_BYTES } from "./proof_profile.ts";

/** Header of a unit: a flip there is told by its checksum, and put right. */
const HEADER_BYTES = 64;

/** About a second. */
export function proveBitFlips(stamp: CoreStamp, draw: Draw): BitFlips {
  const identity: StampIdentity = {
    runId: BigInt(1 + draw(2 ** 31)),
    runKey: BigInt(draw(2 ** 31)),
    objectId: BigInt(draw(2 ** 31)),
    objectTag: draw(16),
    unitBytes: UNIT_BYTES,
    objectBits: 16,
    unitBits: 28,
    compressPermille: 0,
    dedupePermille: 0,
  };
  const unit = BigInt(draw(2 ** 28));
  const generation = BigInt(1 + draw(1000));
  const bytes = stamp.fill(identity, {
    unit,
    sequence: 1n,
    writer: 0,
    seconds: 0,
    generations: [generation],
  });
  const windows = [{ low: generation, high: generation, mixed: false }];
  const flips = UNIT_BYTES * 8;
  let named = 0;
  let firstWrong: number | null = null;
  for (let bit = 0; bit < flips; bit++) {
    flip(bytes, bit);
    const { bad, findings } = stamp.check(identity, { unit, windows, bytes });
    flip(bytes, bit);
    if (bad === 1 && isNamed(findings[0], bit)) named++;
    else firstWrong ??= bit;
  }
  const { bad } = stamp.check(identity, { unit, windows, bytes });
  // The unit itself must be sound, or every flip would be found.
  return bad === 0
    ? { flips, named, firstWrong }
    : { flips, named: 0, firstWrong: 0 };
}

function flip(bytes: Uint8Array, bit: number): void {
  const at = Math.floor(bit / 8);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
}

function isNamed(finding: UnitFinding | undefined, bit: number): boolean {
  if (finding?.class !== "bit rot") return false;
  const byte = Math.floor(bit / 8);
  return finding.badBits === 1 && finding.firstBadByte === byte ||
    byte < HEADER_BYTES && finding.firstBadByte < HEADER_BYTES;
}
