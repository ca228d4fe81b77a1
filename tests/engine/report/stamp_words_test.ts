import { assertEquals } from "@std/assert";
import { payloadWord, unitHeader } from "../../../engine/report/stamp_words.ts";
import { stampUnitTwin } from "../../ffi/stamp_twin.ts";

const UNIT = {
  runId: 0x0123456789abcdefn,
  runKey: 0xfeed_beef_0000_0001n,
  objectId: 0xa0n,
  objectTag: 3,
  unitBytes: 4096,
  objectBits: 12,
  unitBits: 36,
  compressPermille: 0,
  dedupePermille: 0,
  unit: 77n,
  generation: 9n,
  sequence: 4n,
  writer: 0,
  position: 0,
  length: 1,
  seconds: 0,
} as const;

Deno.test("payloadWord() tells whose every word of a unit is", () => {
  const bytes = stampUnitTwin(UNIT);
  const view = new DataView(bytes.buffer);
  for (let byte = 64; byte < 4096; byte += 8) {
    assertEquals(payloadWord(view.getBigUint64(byte, true), byte, UNIT), {
      tag: 3,
      unit: 77,
      generation: 9,
    });
  }
});

Deno.test("payloadWord() does not know a word with a flipped bit", () => {
  const view = new DataView(stampUnitTwin(UNIT).buffer);
  const damaged = view.getBigUint64(800, true) ^ 1n;
  const { tag, unit } = payloadWord(damaged, 800, UNIT);
  assertEquals(tag === 3 && unit === 77, false);
});

Deno.test("unitHeader() reads the identity at the start of a unit", () => {
  assertEquals(unitHeader(stampUnitTwin(UNIT).subarray(0, 64)), {
    run: "0123456789abcdef",
    object: "00000000000000a0",
    unit: 77,
    generation: 9,
  });
});

Deno.test("unitHeader() refuses what is cut short or starts otherwise", () => {
  const bytes = stampUnitTwin(UNIT);
  assertEquals(unitHeader(bytes.subarray(0, 63)), null);
  assertEquals(unitHeader(bytes.subarray(64, 128)), null);
});
