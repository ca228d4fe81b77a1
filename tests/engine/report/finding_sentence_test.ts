import { assertEquals } from "@std/assert";
import { findingSentence } from "../../../engine/report/finding_sentence.ts";
import { findingRecording } from "../../_support/report_fixture.ts";

const FILES: Readonly<Record<string, string>> = {
  "00000000000000a0": "sv-run-000.dat",
  "00000000000000a1": "sv-run-001.dat",
};

function sentence(changes: Parameters<typeof findingRecording>[0]): string {
  const finding = findingRecording(changes);
  return findingSentence(finding, (id) => FILES[id] ?? null)
    .replace("Unit 77 of sv-run-000.dat (offset 315392) ", "");
}

function found(object: string, generation = 1) {
  return { object, unit: 333, generation, run: "aa", sequence: 1 };
}

Deno.test("findingSentence() names the unit, its place and what it holds", () => {
  assertEquals(
    findingSentence(findingRecording(), (id) => FILES[id] ?? null),
    "Unit 77 of sv-run-000.dat (offset 315392) holds unit 333 of the same " +
      "file: misdirected write or read",
  );
});

const CLASSES: [Parameters<typeof findingRecording>[0], string][] = [
  [
    { class: "bit rot", badBits: 1, badBytes: 1, firstBadByte: 100 },
    "differs in 1 bit of 1 byte, first at byte 100: bit rot",
  ],
  [
    { class: "zeroed", expectedLow: 2, expectedHigh: 3 },
    "is all zeros where generation 2 to 3 was written: zeroed",
  ],
  [
    { class: "zeroed", firstBadByte: 512, spanBytes: 1024 },
    "holds 1024 bytes of zeros from byte 512 on where generation 1 was " +
    "written: zeroed",
  ],
  [
    { class: "erased", firstBadByte: 0, spanBytes: 4096 },
    "holds 4096 bytes of 0xFF from byte 0 on where generation 1 was " +
    "written: erased",
  ],
  [
    { class: "wrong checksum", expectedSample: "6162", foundSample: "410000" },
    "came with checksum A, and the bytes of its object have ab: wrong " +
    "checksum",
  ],
  [
    { class: "byte-swapped", shiftBytes: 4 },
    "holds its bytes in reverse order within words of 4: byte-swapped",
  ],
  [
    { class: "torn", firstBadByte: 512 },
    "holds parts of two writes, generation 1 and another from byte 512 " +
    "on: torn write",
  ],
  [
    { class: "cross-object", found: found("00000000000000a1") },
    "holds unit 333 of sv-run-001.dat: cross-object write or read",
  ],
  [
    { class: "cross-object", found: found("ffffffffffffffff") },
    "holds unit 333 of object ffffffffffffffff: cross-object write or read",
  ],
  [
    {
      class: "stale",
      expectedLow: 5,
      expectedHigh: 5,
      found: found("00000000000000a0", 2),
    },
    "holds generation 2 where generation 5 was acknowledged: stale",
  ],
  [
    { class: "lost", expectedLow: 2, expectedHigh: 2 },
    "holds generation 1 where generation 2 was acknowledged: its last " +
    "write was lost",
  ],
  [
    { class: "previous run", found: found("00000000000000a0") },
    "holds bytes of run aa: previous run",
  ],
  [
    { class: "shifted", shiftBytes: 8 },
    "holds its bytes moved by 8: shifted",
  ],
  [
    { class: "truncated", firstBadByte: 1024 },
    "is right up to byte 1024 and zeros after it: truncated",
  ],
  [
    { class: "truncated", firstBadByte: 0 },
    "lies beyond where its file now ends: truncated",
  ],
  [
    { class: "duplicated" },
    "holds a copy of unit 333 of the same file: duplicated",
  ],
  [
    { class: "reordered" },
    "holds unit 333 of the same file, and the units have changed places: " +
    "reordered",
  ],
  [
    { class: "foreign", firstBadByte: 0 },
    "holds nothing that this run wrote, from byte 0 on: foreign",
  ],
];

Deno.test("findingSentence() has a sentence for every class of the core", () => {
  for (const [changes, expected] of CLASSES) {
    assertEquals(sentence(changes), expected);
  }
});

Deno.test("findingSentence() speaks of the device where there is no file", () => {
  const text = findingSentence(findingRecording({ file: "" }), () => null);
  assertEquals(text.startsWith("Unit 77 of the device (offset"), true);
});
