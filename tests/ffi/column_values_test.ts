import { assert, assertEquals, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import type { ColumnOrder } from "../../ffi/column_values.ts";

const bytesOf = (view: ArrayBufferView) =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

const fixed = (view: ArrayBufferView, widthBytes: number) => ({
  kind: "fixed" as const,
  bytes: bytesOf(view),
  widthBytes,
  start: 0,
  count: view.byteLength / widthBytes,
});

const TEXTS = ["b", "", "ab", "b", "\u{fc}", "abc"];

function strings(texts: readonly string[]) {
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const offsets = Int32Array.from([0, ...parts.map((part) => part.length)]);
  for (let i = 1; i < offsets.length; i++) {
    offsets[i] = (offsets[i] ?? 0) + (offsets[i - 1] ?? 0);
  }
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
  const count = texts.length;
  return { kind: "bytes" as const, bytes, offsets, start: 0, count };
}

Deno.test("encodeFixed() takes a part, or places of a selection", () => {
  using core = loadCore();
  const pages = core.pages();
  const all = fixed(Int32Array.of(1, 2, 3, 4, 5), 4);
  const to = new Int32Array(3);
  assertEquals(
    pages.encodeFixed({ ...all, start: 1, count: 3 }, bytesOf(to)),
    12,
  );
  assertEquals(Array.from(to), [2, 3, 4]);
  const selection = Int32Array.of(0, 4, 0, 2);
  const chosen = { ...all, start: 1, count: 3, selection };
  pages.encodeFixed(chosen, bytesOf(to));
  assertEquals(Array.from(to), [5, 1, 3]);
  const wrong = { ...chosen, selection: Int32Array.of(0, 5, -1, 2) };
  assertThrows(() => pages.encodeFixed(wrong, bytesOf(to)), CoreError, "BOUND");
  const beyond = { ...all, start: 3, count: 3 };
  assertThrows(() => pages.encodeFixed(beyond, bytesOf(to)), CoreError);
});

Deno.test("encodeBytes() writes each length before its bytes", () => {
  using core = loadCore();
  const pages = core.pages();
  const values = { ...strings(TEXTS), start: 1, count: 2 };
  assertEquals(pages.plainSizeBytes(values), 10);
  const to = new Uint8Array(10);
  assertEquals(pages.encodeBytes(values, to), 10);
  assertEquals(Array.from(to), [0, 0, 0, 0, 2, 0, 0, 0, 97, 98]);
  const chosen = { ...values, selection: Int32Array.of(9, 0, 3) };
  assertEquals(pages.encodeBytes(chosen, to), 10);
  assertEquals(Array.from(to), [1, 0, 0, 0, 98, 1, 0, 0, 0, 98]);
  assertThrows(
    () => pages.encodeBytes(values, to.subarray(1)),
    CoreError,
    "BOUND",
  );
});

Deno.test("extremes() follows the order of each kind", () => {
  using core = loadCore();
  const pages = core.pages();
  const NUMBERS: readonly [ColumnOrder, ArrayBufferView, number, number[]][] = [
    ["int32", Int32Array.of(3, -5, 9, 9, -5), 4, [1, 2]],
    ["uint32", Int32Array.of(3, -5, 9), 4, [0, 1]],
    ["int64", BigInt64Array.of(0n, -(1n << 62n), 5n), 8, [1, 2]],
    ["uint8", Uint8Array.of(7, 200), 1, [0, 1]],
    ["int8", Uint8Array.of(7, 200), 1, [1, 0]],
    ["float64", Float64Array.of(NaN, 2, -Infinity, NaN, 7), 8, [2, 4]],
    ["float32", Float32Array.of(NaN, NaN), 4, [-1, -1]],
    ["float16", Uint16Array.of(0x7e00, 0x3c00, 0xbc00, 0x7c00), 2, [2, 3]],
    ["decimal", Uint8Array.of(0, 5, 255, 0, 0, 6), 2, [1, 2]],
    ["bytes", Uint8Array.of(0, 5, 255, 0, 0, 6), 2, [0, 1]],
    ["int32", new Int32Array(), 4, [-1, -1]],
  ];
  for (const [order, view, width, places] of NUMBERS) {
    assertEquals([...pages.extremes(fixed(view, width), order)], places, order);
  }
  const texts = strings(TEXTS);
  assertEquals(pages.extremes(texts, "bytes"), [1, 4]);
  const part = { ...texts, start: 2, count: 2 };
  assertEquals(pages.extremes(part, "bytes"), [2, 3]);
  assertThrows(() => pages.extremes(texts, "int32"), CoreError, "LAYOUT");
});

Deno.test("a dictionary numbers values as they first come", () => {
  using core = loadCore();
  using dictionary = core.pages().openDictionary({ limitBytes: 1000 });
  const indices = new Uint32Array(6);
  assert(dictionary.add(strings(TEXTS), indices));
  assertEquals(Array.from(indices), [0, 1, 2, 0, 3, 4]);
  assertEquals([dictionary.count, dictionary.sizeBytes], [5, 28]);
  const to = new Uint8Array(28);
  assertEquals(dictionary.encode(to), 28);
  assertEquals(Array.from(to.slice(0, 9)), [1, 0, 0, 0, 98, 0, 0, 0, 0]);
});

Deno.test("a dictionary that would pass its limit is as before", () => {
  using core = loadCore();
  using dictionary = core.pages().openDictionary({ limitBytes: 80_000 });
  const known = BigInt64Array.from({ length: 9000 }, (_, i) => BigInt(i * i));
  const indices = new Uint32Array(9000);
  assert(dictionary.add(fixed(known, 8), indices));
  assert(indices.every((index, i) => index === i));
  const more = known.map((value) => value + 1_000_000_007n);
  assert(!dictionary.add(fixed(more, 8), indices));
  assertEquals([dictionary.count, dictionary.sizeBytes], [9000, 72_000]);
  assert(dictionary.add(fixed(known.slice(0, 10), 8), indices));
  assertEquals(indices[9], 9);
  assert(dictionary.add(fixed(more.slice(0, 10), 8), indices));
  assertEquals(indices[9], 9009);
});

Deno.test("a dictionary tells places that are not there from its limit", () => {
  using core = loadCore();
  using dictionary = core.pages().openDictionary({ limitBytes: 100 });
  const values = fixed(Int32Array.of(1, 2), 4);
  const indices = new Uint32Array(1);
  assertThrows(() => dictionary.add(values, indices), CoreError, "BOUND");
  dictionary[Symbol.dispose]();
  assertThrows(() => dictionary.sizeBytes, CoreError, "closed");
});
