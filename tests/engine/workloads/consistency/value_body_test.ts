import { assert, assertEquals } from "@std/assert";
import {
  pieceBytes,
  piecesOf,
  type ReadBody,
  readBody,
  STAMP_BYTES,
} from "../../../../engine/workloads/consistency/value_body.ts";

const SHAPES = [[16], [20], [8, 4]];
const run = 77;

function bodyOf(value: number, key = 3): Uint8Array {
  const pieces = piecesOf(SHAPES[value - 1] ?? []);
  const chunks = pieces.map((one) => pieceBytes({ run, key, value }, one));
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}

function read(bytes: Uint8Array, more: Partial<ReadBody> = {}) {
  const shapeOf = (value: number) => SHAPES[value - 1];
  return readBody({ bytes, run, key: 3, shapeOf, ...more });
}

Deno.test("readBody() reads back what pieceBytes() wrote", () => {
  for (const value of [1, 2, 3]) {
    assertEquals(read(bodyOf(value)), { kind: "value", value });
  }
});

Deno.test("readBody() reads a range by its place", () => {
  const bytes = bodyOf(3).slice(7 * STAMP_BYTES, 10 * STAMP_BYTES);
  const range = { firstStamp: 7, stampCount: 3 };
  assertEquals(read(bytes, range), { kind: "value", value: 3 });
  assertEquals(read(bytes, { ...range, firstStamp: 6 }).kind, "torn");
  assertEquals(read(bytes.slice(16), range).kind, "torn");
});

Deno.test("readBody() sees each single bit that is flipped", () => {
  const sound = bodyOf(1);
  for (let bit = 0; bit < sound.length * 8; bit += 1) {
    const bytes = sound.slice();
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assertEquals(read(bytes).kind, "torn", `bit ${bit}`);
  }
});

Deno.test("readBody() tells a mixture of two values, and where", () => {
  const mixed = bodyOf(2);
  mixed.set(bodyOf(1).slice(0, 64));
  const reading = read(mixed);
  assert(reading.kind === "torn");
  assertEquals(
    reading.kind === "torn" && reading.text,
    "320 of 256 bytes; bytes 0 to 64: value 1; bytes 64 to 320: value 2",
  );
});

Deno.test("readBody() tells parts that are lost or swapped", () => {
  const whole = bodyOf(3);
  assertEquals(read(whole.slice(0, 128)).kind, "torn");
  assertEquals(read(whole.slice(128)).kind, "torn");
  const swapped = Uint8Array.from([
    ...whole.slice(128),
    ...whole.slice(0, 128),
  ]);
  assertEquals(read(swapped).kind, "torn");
});

Deno.test("readBody() tells a short body from a whole one", () => {
  assertEquals(read(bodyOf(1).slice(0, 240)).kind, "torn");
  assertEquals(read(bodyOf(1).slice(0, 245)).kind, "torn");
  assertEquals(read(new Uint8Array()).kind, "torn");
});

Deno.test("readBody() tells the bytes of another key, and of another run", () => {
  assertEquals(read(bodyOf(1, 4)).kind, "cross-object");
  assertEquals(read(bodyOf(1), { run: 78 }).kind, "foreign");
  assertEquals(read(new Uint8Array(256)).kind, "foreign");
});

Deno.test("readBody() takes no value that was never made", () => {
  const bytes = pieceBytes({ run, key: 3, value: 9 }, {
    part: 0,
    firstStamp: 0,
    stampCount: 16,
  });
  assert(read(bytes).kind !== "value");
});
