/** Promises of `engine/workloads/keyed_hash.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  hexToU64,
  keyedHash,
  splitmix64,
  u64ToHex,
} from "../../../engine/workloads/keyed_hash.ts";

Deno.test("splitmix64() gives the published sequence from seed 1234567", () => {
  const step = 0x9E3779B97F4A7C15n;
  const values = [0n, 1n, 2n, 3n, 4n].map((i) =>
    splitmix64(1234567n + i * step)
  );
  assertEquals(values, [
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

Deno.test("keyedHash() depends on every part, its place and its end", () => {
  const hashes = [
    keyedHash("ab", "c"),
    keyedHash("a", "bc"),
    keyedHash("abc"),
    keyedHash("abc", ""),
    keyedHash("c", "ab"),
    keyedHash("ab", "d"),
  ];
  assertEquals(new Set(hashes).size, hashes.length);
  assertEquals(keyedHash("a", 1), keyedHash("a", "1"));
});

Deno.test("keyedHash() spreads neighbours over all 64 bits", () => {
  const ones = Array<number>(64).fill(0);
  const count = 2000;
  for (let i = 0; i < count; i++) {
    const hash = keyedHash("lane", i);
    ones.forEach((_, bit) => {
      if ((hash >> BigInt(bit)) & 1n) ones[bit] = (ones[bit] ?? 0) + 1;
    });
  }
  // Six standard deviations of a fair coin.
  const most = 6 * Math.sqrt(count) / 2;
  for (const one of ones) {
    assertEquals(Math.abs(one - count / 2) < most, true, String(one));
  }
});

Deno.test("hexToU64() reads what u64ToHex() writes and nothing else", () => {
  for (const value of [0n, 1n, 0xFFFF_FFFF_FFFF_FFFFn]) {
    assertEquals(hexToU64(u64ToHex(value)), value);
  }
  for (const text of ["", "0x00000000000000", "1", "000000000000000G"]) {
    assertThrows(() => hexToU64(text), RangeError, "16 hex digits");
  }
});
