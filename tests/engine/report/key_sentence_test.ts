/** Promises of `engine/report/key_sentence.ts`. */
import { assertEquals } from "@std/assert";
import { keySentence } from "../../../engine/report/key_sentence.ts";
import { keyFinding } from "../../_support/object_report_fixture.ts";

function told(changes: Parameters<typeof keyFinding>[0]): string {
  return keySentence(keyFinding({ file: "p/k7", ...changes }), () => null);
}

Deno.test("keySentence() tells what is wrong with a key as such", () => {
  const sentences = [
    told({ badBytes: 4096 }),
    told({ offsetBytes: 512 }),
    told({ class: "stale" }),
    told({ class: "truncated", offsetBytes: 4096, firstBadByte: 10 }),
    told({ class: "foreign", offsetBytes: 4096, firstBadByte: 0 }),
  ];
  assertEquals(sentences, [
    'Key "p/k7" is not there, though generation 1 was acknowledged: lost',
    'Key "p/k7" has the size of the generation before: lost',
    'Key "p/k7" is still there, though its deletion was acknowledged: stale',
    'Key "p/k7" ends at byte 4106, before its end: truncated',
    'Key "p/k7" goes on after byte 4096, where it should end: foreign',
  ]);
});

Deno.test("keySentence() names the unit when bytes of the object are wrong", () => {
  assertEquals(
    told({
      class: "bit rot",
      unit: 2,
      offsetBytes: 8192,
      badBytes: 1,
      badBits: 3,
    }),
    'Unit 2 of key "p/k7" (offset 8192) differs in 3 bits of 1 byte, first at ' +
      "byte 0: bit rot",
  );
});

Deno.test("keySentence() tells a lost write from a key that is gone", () => {
  const found = {
    object: "05b7e5be0a726c4b",
    unit: 0,
    generation: 10,
    run: "75d5539359150b47",
    sequence: 10,
  };
  assertEquals(
    told({ expectedLow: 11, expectedHigh: 11, badBytes: 4096, found }),
    'Unit 0 of key "p/k7" (offset 0) holds generation 10 where generation 11 ' +
      "was acknowledged: its last write was lost",
  );
});

Deno.test("keySentence() says that a list or a head showed it", () => {
  const list = (name: string) => told({ op: "list", class: name });
  assertEquals(
    ["lost", "duplicated", "reordered", "stale", "foreign", "truncated"]
      .map(list),
    [
      'Key "p/k7" is missing in a list, though it was acknowledged: lost',
      'Key "p/k7" is twice in a list: duplicated',
      'Key "p/k7" is out of order in a list: reordered',
      'Key "p/k7" is in a list, though its deletion was acknowledged: stale',
      'Key "p/k7" has a wrong size in a list: foreign',
      'Key "p/k7" has a wrong size in a list: truncated',
    ],
  );
  assertEquals(
    [list("extra"), told({ op: "list", class: "extra", offsetBytes: 10 })],
    [
      'Key "p/k7" is in a page of a list that was not asked for it: extra',
      'Key "p/k7" is beyond the 10 keys that a page of a list may have: extra',
    ],
  );
  assertEquals(
    told({ op: "list", class: "foreign", key: 0xffff_ffff }),
    'Key "p/k7" is in a list, and this run has put no such key: foreign',
  );
  assertEquals(
    ["lost", "truncated"].map((name) => told({ op: "head", class: name })),
    [
      'Key "p/k7" is not there for head, though generation 1 was ' +
      "acknowledged: lost",
      'Key "p/k7" has a wrong size or tag for head: truncated',
    ],
  );
});

Deno.test("keySentence() tells both checksums of one that is wrong", () => {
  const wrong = {
    class: "wrong checksum",
    expectedSample: "6162413d" + "00".repeat(60),
    foundSample: "4162413d" + "00".repeat(60),
  };
  assertEquals(
    [told({ ...wrong, op: "get" }), told({ ...wrong, op: "upload" })],
    [
      'Key "p/k7" came back for get with checksum AbA=, and its bytes have ' +
      "abA=: wrong checksum",
      'Key "p/k7" was acknowledged with checksum AbA=, and its bytes have ' +
      "abA=: wrong checksum",
    ],
  );
});
