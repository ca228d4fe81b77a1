/**
 * Chance that can be repeated: numbers below 1 from a seed in words. Mulberry32
 * over FNV-1a; good enough to choose runs with, and nothing else.
 */

/** The next number of 0 to below 1, with 32 bits. */
export function seededDraw(seed: string): () => number {
  let state = 0x811C9DC5;
  for (let at = 0; at < seed.length; at++) {
    state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  }
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
