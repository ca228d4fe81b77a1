import { assertEquals } from "@std/assert";
import {
  byteSwapped,
  filled,
  flipped,
  joined,
  shifted,
} from "../../../cmd/prove/spoil.ts";

const BYTES = Uint8Array.of(1, 2, 3, 4);

Deno.test("flipped() changes one bit of a copy", () => {
  assertEquals(flipped(BYTES, 0), Uint8Array.of(0, 2, 3, 4));
  assertEquals(flipped(BYTES, 31), Uint8Array.of(1, 2, 3, 0x84));
  assertEquals(BYTES, Uint8Array.of(1, 2, 3, 4));
});

Deno.test("filled() has one byte everywhere", () => {
  assertEquals(filled(3, 0xFF), Uint8Array.of(255, 255, 255));
});

Deno.test("shifted() moves towards the end and lets zeros in", () => {
  assertEquals(shifted(BYTES, 1), Uint8Array.of(0, 1, 2, 3));
  assertEquals(shifted(BYTES, 4), Uint8Array.of(0, 0, 0, 0));
});

Deno.test("byteSwapped() turns pairs round", () => {
  assertEquals(byteSwapped(BYTES), Uint8Array.of(2, 1, 4, 3));
});

Deno.test("joined() loses nothing", () => {
  assertEquals(joined([BYTES, new Uint8Array(), BYTES]).length, 8);
  assertEquals(joined([BYTES, Uint8Array.of(9)]), Uint8Array.of(1, 2, 3, 4, 9));
});
