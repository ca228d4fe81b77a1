/** Twins of the encodings of pages, and what hostile pages do. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { seeded } from "./seeded.ts";

/** RLE and bit-packed runs, read straight from the definition. */
function hybridTwin(from: Uint8Array, widthBits: number, count: number) {
  const values: number[] = [];
  let at = 0;
  while (values.length < count) {
    let header = 0;
    for (let shift = 0;; shift += 7) {
      const byte = from[at++] ?? 0;
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const bytes = Math.ceil(widthBits / 8);
    if (header % 2 === 0) {
      let value = 0;
      for (let i = 0; i < bytes; i++) value += (from[at++] ?? 0) * 256 ** i;
      for (let i = 0; i < header / 2; i++) values.push(value);
    } else {
      const groups = (header - 1) / 2;
      for (let i = 0; i < groups * 8; i++) {
        let value = 0;
        for (let bit = 0; bit < widthBits; bit++) {
          const place = i * widthBits + bit;
          const byte = from[at + (place >> 3)] ?? 0;
          value += ((byte >> (place & 7)) & 1) * 2 ** bit;
        }
        values.push(value);
      }
      at += groups * widthBits;
    }
  }
  return { values: values.slice(0, count), at };
}

function runsOf(seed: number, count: number, widthBits: number) {
  const next = seeded(seed);
  const values = new Uint32Array(count);
  const top = 2 ** widthBits;
  for (let i = 0; i < count;) {
    const run = next(3) === 0 ? 1 + next(40) : 1;
    const value = Math.floor(next(1 << 30) / (1 << 30) * top);
    for (let j = 0; j < run && i < count; j++) values[i++] = value;
  }
  return values;
}

Deno.test("encodeHybrid() is read back by the definition and the core", () => {
  using core = loadCore();
  const pages = core.pages();
  for (let widthBits = 0; widthBits <= 32; widthBits++) {
    for (const count of [0, 1, 7, 8, 9, 64, 1000]) {
      const values = runsOf(widthBits * 31 + count + 1, count, widthBits);
      const to = new Uint8Array(Math.ceil(count / 8) * (widthBits + 1) + 16);
      const length = pages.encodeHybrid({ values, widthBits, to });
      const from = to.slice(0, length);
      const twin = hybridTwin(from, widthBits, count);
      assertEquals(twin.values, Array.from(values));
      assertEquals(twin.at, length);
      const back = new Uint32Array(count);
      const valueMax = 0xffff_ffff;
      const request = { from, widthBits, valueMax, to: back };
      assertEquals(pages.decodeHybrid(request), length);
      assertEquals(back, values);
      const most = Math.max(0, ...values);
      if (most === 0) continue;
      assert(pages.decodeHybrid({ ...request, valueMax: most - 1 }) < 0);
      const cut = from.slice(0, -1);
      const isFull = pages.decodeHybrid({ ...request, from: cut }) >= 0;
      // The last group may be cut behind its last value, and nowhere else.
      if (isFull) assertEquals(back, values);
    }
  }
});

Deno.test("encodeHybrid() packs levels of one byte, and tells bits too many", () => {
  using core = loadCore();
  const pages = core.pages();
  const values = Uint8Array.from(
    { length: 500 },
    (_, i) => i < 400 ? 1 : i % 2,
  );
  const to = new Uint8Array(200);
  const length = pages.encodeHybrid({ values, widthBits: 1, to });
  const back = new Uint8Array(500);
  const from = to.slice(0, length);
  pages.decodeHybrid({ from, widthBits: 1, valueMax: 1, to: back });
  assertEquals(back, values);
  assert(length < 20);
  const wide = Uint8Array.of(0, 2);
  assertThrows(
    () => pages.encodeHybrid({ values: wide, widthBits: 1, to }),
    CoreError,
    "BOUND",
  );
});

Deno.test("decodeDelta() reads the example of the format", () => {
  using core = loadCore();
  // Block 128, 4 miniblocks, 8 values, first 7; least -2; widths 2 0 0 0.
  const from = Uint8Array.from([
    ...[0x80, 0x01, 4, 8, 14, 3, 2, 0, 0, 0],
    ...[0xc0, 0x3f, 0, 0, 0, 0, 0, 0],
  ]);
  const to = new Uint8Array(32);
  const request = { from, widthBytes: 4, count: 8, to } as const;
  assertEquals(core.pages().decodeDelta(request), from.length);
  assertEquals(
    Array.from(new Int32Array(to.buffer)),
    [7, 5, 3, 1, 2, 3, 4, 5],
  );
  assert(core.pages().decodeDelta({ ...request, count: 7 }) < 0);
  const cut = from.slice(0, 10);
  assert(core.pages().decodeDelta({ ...request, from: cut }) < 0);
});

Deno.test("decodeSplit() puts the streams of bytes together", () => {
  using core = loadCore();
  const next = seeded(3);
  for (const widthBytes of [1, 2, 4, 5, 8]) {
    const count = 700;
    const plain = Uint8Array.from(
      { length: count * widthBytes },
      () => next(256),
    );
    const from = new Uint8Array(plain.length);
    plain.forEach((byte, i) => {
      from[(i % widthBytes) * count + Math.floor(i / widthBytes)] = byte;
    });
    const to = new Uint8Array(plain.length);
    const request = { from, widthBytes, count, to };
    assertEquals(core.pages().decodeSplit(request), from.length);
    assertEquals(to, plain);
    const cut = from.slice(1);
    assert(core.pages().decodeSplit({ ...request, from: cut }) < 0);
  }
});

Deno.test("decodeBytes() reads PLAIN, and no length beyond the page", () => {
  using core = loadCore();
  const pages = core.pages();
  const from = Uint8Array.from([
    2,
    0,
    0,
    0,
    65,
    66,
    0,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    67,
  ]);
  const request = { encoding: "plain", from, count: 3 } as const;
  assertEquals(pages.decodedSizeBytes(request), 3);
  const offsets = Int32Array.of(1, 0, 0, 0);
  const to = new Uint8Array(4);
  assertEquals(pages.decodeBytes({ ...request, offsets, to }), 15);
  assertEquals(Array.from(offsets), [1, 3, 3, 4]);
  assertEquals(Array.from(to), [0, 65, 66, 67]);
  for (let length = 0; length < from.length; length++) {
    const cut = { ...request, from: from.slice(0, length) };
    assert(pages.decodedSizeBytes(cut) < 0);
    assert(pages.decodeBytes({ ...cut, offsets, to }) < 0);
  }
});

Deno.test("gatherFixed() and gatherBytes() take what a dictionary has", () => {
  using core = loadCore();
  const pages = core.pages();
  const dictionary = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const to = new Uint8Array(6);
  const indices = Uint32Array.of(2, 0, 2);
  const fixed = { dictionary, count: 3, widthBytes: 2, indices, to };
  assert(pages.gatherFixed(fixed));
  assertEquals(Array.from(to), [5, 6, 1, 2, 5, 6]);
  assert(!pages.gatherFixed({ ...fixed, count: 2 }));
  const dictionaryOffsets = Int32Array.of(0, 1, 1, 6);
  assertEquals(pages.gatheredSizeBytes(dictionaryOffsets, indices), 11);
  const offsets = new Int32Array(4);
  const bytes = new Uint8Array(11);
  const request = { dictionary, dictionaryOffsets, offsets, to: bytes };
  assert(pages.gatherBytes({ ...request, indices }));
  assertEquals(Array.from(offsets), [0, 5, 6, 11]);
  assertEquals(Array.from(bytes), [2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
  assert(!pages.gatherBytes({ ...request, indices: Uint32Array.of(3) }));
  assert(pages.gatheredSizeBytes(dictionaryOffsets, Uint32Array.of(9)) < 0);
});

Deno.test("noise in place of a page is told and does no harm", () => {
  using core = loadCore();
  const pages = core.pages();
  const next = seeded(77);
  for (let round = 0; round < 3000; round++) {
    const from = Uint8Array.from({ length: next(60) }, () => next(256));
    if (round % 2 === 0) from.set([0x80, 1, 4, 20].slice(0, from.length));
    const count = 20;
    const to = new Uint8Array(200);
    const offsets = new Int32Array(21);
    for (const encoding of ["plain", "deltaLength", "delta"] as const) {
      const size = pages.decodedSizeBytes({ encoding, from, count });
      if (size < 0 || size > 200) continue;
      assert(pages.decodeBytes({ encoding, from, count, offsets, to }) >= 0);
      assertEquals(offsets[20], size);
    }
    pages.decodeDelta({ from, widthBytes: 8, count, to });
    const indices = new Uint32Array(20);
    const widthBits = next(33);
    const read = pages.decodeHybrid({
      ...{ from, widthBits, valueMax: 99, to: indices },
    });
    if (read >= 0) assert(indices.every((index) => index <= 99));
  }
});
