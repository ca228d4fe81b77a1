/**
 * A keyed 64-bit hash for identities and seeds, and 64-bit numbers as text.
 * Not secret and not collision proof against an adversary: it spreads.
 */

const MASK = 0xFFFF_FFFF_FFFF_FFFFn;
const HEX = /^[0-9a-f]{16}$/;

/**
 * The finalizer of splitmix64 (Steele, Lea, Flood: "Fast splittable
 * pseudorandom number generators", 2014): one to one on 64 bits.
 */
export function splitmix64(state: bigint): bigint {
  let z = (state + 0x9E37_79B9_7F4A_7C15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xBF58_476D_1CE4_E5B9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94D0_49BB_1331_11EBn) & MASK;
  return z ^ (z >> 31n);
}

/**
 * Hash of `parts` in their order. Each part is closed by its length, so that
 * ("ab", "c") and ("a", "bc") differ.
 */
export function keyedHash(...parts: readonly (string | number)[]): bigint {
  const encoder = new TextEncoder();
  let state = BigInt(parts.length);
  for (const part of parts) {
    const bytes = encoder.encode(String(part));
    for (const byte of bytes) state = splitmix64(state ^ BigInt(byte));
    state = splitmix64(state ^ (BigInt(bytes.length) << 32n));
  }
  return state;
}

/** 16 lower-case hex digits of a 64-bit number. */
export function u64ToHex(value: bigint): string {
  return (value & MASK).toString(16).padStart(16, "0");
}

/** The number that `u64ToHex()` wrote; a `RangeError` for anything else. */
export function hexToU64(text: string): bigint {
  if (!HEX.test(text)) {
    throw new RangeError(
      `Cannot read "${text}" as a 64-bit number: it needs 16 hex digits`,
    );
  }
  return BigInt(`0x${text}`);
}
