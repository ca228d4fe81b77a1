/** Numbers of a fixed seed for twins of C and TypeScript. */

/** xorshift32; the same numbers for the same seed on every host. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
