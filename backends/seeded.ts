/** Bytes and choices that a seed repeats. */

/** A stream of 32-bit numbers; mulberry32, which is enough for test data. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
}

/** `sizeBytes` bytes that follow from the two numbers. */
export function seededBytes(
  sizeBytes: number,
  seed: number,
  salt: number,
): Uint8Array<ArrayBuffer> {
  const next = seededNumbers(seed ^ Math.imul(salt + 1, 0x9e3779b1));
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  for (let i = 0; i < words.length; i++) words[i] = next();
  return new Uint8Array(words.buffer, 0, sizeBytes).slice();
}
