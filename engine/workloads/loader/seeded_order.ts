/**
 * An order of numbers that a seed repeats, on every machine and in every
 * version: part of what a plan decides. Goes in: how many and a seed; comes
 * out: each number once.
 */
import { splitmix64 } from "../mod.ts";

/** 0 to `count - 1` in the order of Fisher and Yates, without bias. */
export function seededOrder(count: number, seed: bigint): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const next = seededNumbers(seed);
  for (let last = count - 1; last > 0; last--) {
    const other = below(next, last + 1);
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}

/** Draws again where the remainder would favour small numbers. */
function below(next: () => number, bound: number): number {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const drawn = next();
    if (drawn < limit) return drawn % bound;
  }
}

/**
 * xoshiro128** (Blackman, Vigna: "Scrambled linear pseudorandom number
 * generators", 2021): 32 bits a call, without the cost of bigints.
 */
export function seededNumbers(seed: bigint): () => number {
  const high = splitmix64(seed);
  const low = splitmix64(seed ^ high);
  const word = (value: bigint) => Number(value & 0xffff_ffffn);
  let [a, b] = [word(high >> 32n), word(high)];
  let [c, d] = [word(low >> 32n), word(low)];
  return () => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return scrambled;
  };
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
