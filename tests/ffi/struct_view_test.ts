import { assertEquals, assertThrows } from "@std/assert";
import { LAYOUTS } from "../../ffi/layout.ts";
import { StructView } from "../../ffi/struct_view.ts";

Deno.test("StructView reads back what it wrote, little endian", () => {
  const view = new StructView(LAYOUTS.sv_identity).assign({
    run_id: 0x0102030405060708n,
    object_tag: 0xfffffffe,
    unit_bytes: 4096,
    object_bits: 12,
  });
  assertEquals(view.big("run_id"), 0x0102030405060708n);
  assertEquals(view.number("object_tag"), 0xfffffffe);
  assertEquals(view.big("object_tag"), 0xfffffffen);
  assertEquals(view.number("unit_bytes"), 4096);
  assertEquals(view.number("object_bits"), 12);
  assertEquals([...view.bytes.subarray(0, 8)], [8, 7, 6, 5, 4, 3, 2, 1]);
});

Deno.test("StructView refuses a value that C would cut off", () => {
  const view = new StructView(LAYOUTS.sv_identity);
  for (const value of [65536, -1, 1.5, NaN, 1n << 70n]) {
    assertThrows(() => view.set("unit_bytes", value), RangeError, "unit_bytes");
  }
  assertThrows(() => view.set("run_id", 2 ** 60), RangeError);
  assertEquals(view.bytes, new Uint8Array(40));
});

Deno.test("StructView keeps to its window of a larger buffer", () => {
  const all = new Uint8Array(24).fill(0xff);
  const view = new StructView(LAYOUTS.sv_mix, all.subarray(8, 16));
  view.assign({ bytes: 1, weight: 2 });
  assertEquals([...all.subarray(8, 16)], [1, 0, 0, 0, 2, 0, 0, 0]);
  assertEquals(all.subarray(0, 8), new Uint8Array(8).fill(0xff));
  assertEquals(all.subarray(16), new Uint8Array(8).fill(0xff));
});

Deno.test("StructView gives a copy of bytes, and no number for them", () => {
  const view = new StructView(LAYOUTS.sv_finding);
  view.bytes[112] = 7;
  const sample = view.slice("expected", 64);
  view.bytes[112] = 8;
  assertEquals([sample.length, sample[0]], [64, 7]);
  assertThrows(() => view.number("expected"), TypeError);
  assertThrows(() => view.set("expected", 1), TypeError);
});
