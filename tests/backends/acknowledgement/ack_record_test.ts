import { assertEquals, assertThrows } from "@std/assert";
import {
  type AckRecord,
  decodeAck,
  encodeAck,
  RANGES_MAX,
} from "../../../backends/acknowledgement/ack_record.ts";

const AT = 1_763_700_000_000;

const RECORDS: readonly AckRecord[] = [
  { kind: "run", atMs: AT, runId: "00ff00ff00ff00ff", state: '{"ä":1}' },
  { kind: "plan", atMs: AT, text: "x".repeat(100_000) },
  {
    kind: "space",
    atMs: AT,
    space: 2,
    target: "local",
    unitBytes: 4096,
    fileUnits: 2 ** 36,
    files: 3,
  },
  {
    kind: "written",
    atMs: AT,
    ...{ space: 0, file: 1, group: 300 },
    ranges: [0, 1, 1, 0, 5, 2, 127, 128, 16384, 2 ** 40, 1, 2 ** 31],
  },
  { kind: "synced", atMs: AT, space: 0, file: 4095, group: 2 ** 33 },
  { kind: "alive", atMs: 0 },
  { kind: "dropped", atMs: AT, space: 1, records: 7 },
  { kind: "end", atMs: AT, outcome: "pass" },
];

Deno.test("decodeAck() gives back what encodeAck() was given", () => {
  for (const record of RECORDS) {
    assertEquals(decodeAck(encodeAck(record)), record);
  }
});

Deno.test("a sequential sweep costs a few bytes, a random write about five", () => {
  const size = (ranges: number[]) =>
    encodeAck({
      kind: "written",
      atMs: AT,
      ...{ space: 0, file: 0, group: 1 },
      ranges,
    }).length;
  assertEquals(size([0, 1_000_000, 1]), 16);
  const random = Array.from({ length: 1000 }, (_, at) => [at * 2600, 1, 9])
    .flat();
  assertEquals(size(random) < 5 * 1000, true);
});

Deno.test("decodeAck() refuses a record that is cut, goes on, or is of no kind", () => {
  for (const record of RECORDS) {
    const bytes = encodeAck(record);
    for (let length = 0; length < Math.min(bytes.length, 60); length++) {
      assertThrows(() => decodeAck(bytes.subarray(0, length)), RangeError);
    }
    assertThrows(() => decodeAck(Uint8Array.of(...bytes, 0)), RangeError);
  }
  assertThrows(() => decodeAck(Uint8Array.of(0, 0)), RangeError, "no kind");
  assertThrows(() => decodeAck(Uint8Array.of(99, 0)), RangeError, "no kind");
});

Deno.test("decodeAck() takes no number that is longer than numbers are", () => {
  const endless = new Uint8Array(20).fill(0xff);
  assertThrows(() => decodeAck(endless), RangeError, "not whole");
});

Deno.test("encodeAck() refuses ranges out of order, and too many", () => {
  const written = (ranges: number[]): AckRecord => ({
    kind: "written",
    atMs: AT,
    ...{ space: 0, file: 0, group: 1 },
    ranges,
  });
  assertThrows(() => encodeAck(written([5, 1, 1, 4, 1, 1])), RangeError);
  const many = new Array<number>(3 * (RANGES_MAX + 1)).fill(1);
  assertThrows(() => encodeAck(written(many)), RangeError, "too long");
});
