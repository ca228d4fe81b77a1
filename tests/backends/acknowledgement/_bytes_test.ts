import { assertEquals, assertThrows } from "@std/assert";
import {
  ByteReader,
  ByteWriter,
} from "../../../backends/acknowledgement/_bytes.ts";

const NUMBERS = [0, 1, 127, 128, 16383, 16384, 2 ** 32, 2 ** 53 - 1];

Deno.test("numbers take seven bits a byte, and come back whole", () => {
  for (const number of NUMBERS) {
    const bytes = new ByteWriter().number(number).take();
    const bits = Math.max(1, number.toString(2).length);
    assertEquals(bytes.length, Math.ceil(bits / 7), `${number}`);
    const reader = new ByteReader(bytes);
    assertEquals([reader.number(), reader.isAtEnd], [number, true]);
  }
});

Deno.test("texts come back whole, also long and not of letters", () => {
  for (const text of ["", "a", "ä€😀", "x".repeat(5000)]) {
    const bytes = new ByteWriter().text(text).number(3).take();
    const reader = new ByteReader(bytes);
    assertEquals([reader.text(), reader.number()], [text, 3]);
  }
});

Deno.test("a number beyond 2^53, and what is cut, are refused", () => {
  const large = Uint8Array.of(...new Array(7).fill(0xff), 0x1f);
  assertThrows(() => new ByteReader(large).number(), RangeError);
  assertThrows(() => new ByteReader(Uint8Array.of(0x80)).number(), RangeError);
  assertThrows(() => new ByteReader(Uint8Array.of(4, 65)).text(), RangeError);
});
