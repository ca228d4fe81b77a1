/** Bytes that a seed repeats; another seed or salt gives other ones. */

/** Which bytes. */
export interface SeededBytesOptions {
  readonly sizeBytes: number;
  readonly seed: number;
  readonly salt: number;
}

/**
 * A 32-bit generator by words (xorshift, 13 17 5): its period of 2^32 - 1 is
 * far beyond the largest object of a case.
 */
export function seededBytes(
  { sizeBytes, seed, salt }: SeededBytesOptions,
): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
        Math.imul(salt + 1, 0xc2b2ae35)) >>> 0 || 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, sizeBytes);
}

/** 32 bits of a run's seed, whatever text that is; FNV-1a. */
export function caseSeed(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}
