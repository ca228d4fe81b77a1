import { assertEquals, assertThrows } from "@std/assert";
import {
  type JournalLine,
  journalText,
  readJournal,
} from "../../../../engine/workloads/pipeline/copy_journal.ts";

const PART = {
  crc64nvme: "0123456789abcdef",
  sizeBytes: 5,
  isThere: true,
  etag: '"e"',
};
const BEGUN: JournalLine = {
  line: "begun",
  key: "a",
  resumeId: "u",
  chunkBytes: 4096,
  sourceEtag: "s",
};
const DONE: JournalLine = {
  line: "done",
  key: "a",
  sizeBytes: 5,
  sourceEtag: "s",
  etag: "d",
  digests: { crc32c: "00000000" },
};

function textOf(lines: readonly JournalLine[]): string {
  return lines.map(journalText).join("");
}

Deno.test("readJournal() tells what was begun, with the parts that are there", () => {
  const state = readJournal(textOf([
    { line: "copy", source: "x", destination: "y" },
    BEGUN,
    { line: "part", key: "a", index: 3, part: PART },
  ]));
  assertEquals(state.ends, { source: "x", destination: "y" });
  assertEquals(state.begun.get("a"), {
    resumeId: "u",
    chunkBytes: 4096,
    sourceEtag: "s",
    parts: new Map([[3, PART]]),
  });
  assertEquals(state.done.size, 0);
});

Deno.test("readJournal() forgets parts of an object that was begun again, or is done", () => {
  const part: JournalLine = { line: "part", key: "a", index: 0, part: PART };
  const again = readJournal(textOf([BEGUN, part, BEGUN]));
  assertEquals(again.begun.get("a")?.parts.size, 0);
  const done = readJournal(textOf([BEGUN, part, DONE]));
  assertEquals([done.begun.size, done.done.get("a")], [0, DONE]);
});

Deno.test("readJournal() takes a journal that was cut at any byte", () => {
  const text = textOf([BEGUN, {
    line: "part",
    key: "a",
    index: 0,
    part: PART,
  }]);
  for (let at = 0; at < text.length; at++) {
    const state = readJournal(text.slice(0, at));
    assertEquals(state.sizeBytes <= at, true);
    assertEquals(text[state.sizeBytes - 1] ?? "\n", "\n");
  }
});

for (
  const line of [
    "{",
    "[]",
    '{"line":"other"}',
    '{"line":"done","key":"a"}',
    '{"line":"part","key":"a","index":0,"part":null}',
    '{"line":"part","key":"a","index":0,"part":{"etag":1}}',
  ]
) {
  Deno.test(`readJournal() refuses ${line} and names its number`, () => {
    const text = `${journalText(BEGUN)}${line}\n`;
    assertThrows(() => readJournal(text), SyntaxError, "line 2");
  });
}
