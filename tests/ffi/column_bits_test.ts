/** Twins of bitmaps: each is made bit by bit in TypeScript too. */
import { assertEquals, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { seeded } from "./seeded.ts";

const bitAt = (bits: Uint8Array, place: number) =>
  ((bits[place >> 3] ?? 0) >> (place & 7)) & 1;
const bitsOf = (bits: Uint8Array, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => bitAt(bits, from + i));

Deno.test("bits are counted, copied, gathered and packed at any place", () => {
  using core = loadCore();
  const pages = core.pages();
  const next = seeded(8);
  for (let round = 0; round < 300; round++) {
    const bits = Uint8Array.from({ length: 40 }, () => next(256));
    const [bitOffset, toOffset, count] = [next(60), next(60), next(200)];
    const wanted = bitsOf(bits, bitOffset, count);
    assertEquals(
      pages.countBits({ bits, bitOffset }, count),
      wanted.filter((bit) => bit === 1).length,
    );
    const to = Uint8Array.from({ length: 40 }, () => next(256));
    const before = to.slice();
    const target = { bits: to, bitOffset: toOffset };
    const expected = [
      ...bitsOf(before, 0, toOffset),
      ...wanted,
      ...bitsOf(before, toOffset + count, 320 - toOffset - count),
    ];
    pages.copyBits({ from: { bits, bitOffset }, to: target, count });
    assertEquals(bitsOf(to, 0, 320), expected);
    to.set(before);
    pages.packBits(Uint8Array.from(wanted), target);
    assertEquals(bitsOf(to, 0, 320), expected);
    const selection = Int32Array.from({ length: 50 }, () => next(200));
    const few = new Uint8Array(7);
    pages.gatherBits({ from: { bits, bitOffset }, selection, to: few });
    assertEquals(
      bitsOf(few, 0, 50),
      Array.from(selection, (place) => bitAt(bits, bitOffset + place)),
    );
  }
});

Deno.test("dense values are spread to the slots that are valid", () => {
  using core = loadCore();
  const pages = core.pages();
  const next = seeded(9);
  for (let round = 0; round < 200; round++) {
    const count = next(150);
    const validity = {
      bits: Uint8Array.from({ length: 30 }, () => next(256)),
      bitOffset: next(70),
    };
    const valid = bitsOf(validity.bits, validity.bitOffset, count);
    let dense = 0;
    const ranks = valid.map((bit) => (dense += bit) - bit);
    for (const widthBytes of [1, 3, 4, 8]) {
      const values = Uint8Array.from(
        { length: count * widthBytes },
        () => next(256),
      );
      const wanted = valid.flatMap((bit, i) => {
        const start = (ranks[i] ?? 0) * widthBytes;
        const value = Array.from(values.slice(start, start + widthBytes));
        return bit === 1
          ? value
          : value.length < widthBytes
          ? Array.from({ length: widthBytes }, () => 0)
          : value.map(() => 0);
      });
      pages.spreadFixed({ values, widthBytes, validity, count });
      assertEquals(Array.from(values), wanted);
    }
    const offsets = Int32Array.from({ length: count + 1 }, (_, i) => i * 3);
    pages.spreadOffsets({ offsets, validity, count });
    assertEquals(
      Array.from(offsets),
      [...ranks, dense].map((rank) => rank * 3),
    );
    const bits = Uint8Array.from({ length: 20 }, () => next(256));
    const wanted = valid.map((bit, i) => bit & bitAt(bits, ranks[i] ?? 0));
    pages.spreadBits({ values: bits, validity, count });
    assertEquals(bitsOf(bits, 0, count), wanted);
  }
});

Deno.test("bitmaps that are too short are refused", () => {
  using core = loadCore();
  const pages = core.pages();
  const one = { bits: new Uint8Array(1), bitOffset: 4 };
  assertThrows(() => pages.countBits(one, 5), CoreError, "BOUND");
  assertThrows(() => pages.packBits(new Uint8Array(5), one), CoreError);
  const wide = { bits: new Uint8Array(9), bitOffset: 0 };
  const request = { from: wide, to: one, count: 5 };
  assertThrows(() => pages.copyBits(request), CoreError);
  const values = new Uint8Array(39);
  assertThrows(
    () =>
      pages.spreadFixed({ values, widthBytes: 4, validity: wide, count: 10 }),
    CoreError,
  );
});
