import { assertEquals, assertThrows } from "@std/assert";
import { crc32 } from "../../../../engine/workloads/loader/reflected_crc.ts";
import {
  readSampleIndex,
  type SampleIndex,
  SampleIndexError,
  writeSampleIndex,
} from "../../../../engine/workloads/loader/sample_index.ts";

const seal = (text: string) =>
  crc32(new TextEncoder().encode(text)).toString(16);
const INDEX: SampleIndex = {
  format: "tfrecord",
  digest: "crc32c",
  codec: "none",
  samples: ["a", "b"].map((key, at) => ({
    key,
    file: "shard-0",
    offset: at * 10,
    sizeBytes: 10,
    digest: "00ff00ff",
    plainBytes: 10,
  })),
};
const TEXT = writeSampleIndex(INDEX, seal);

/** As if written so from the start, with a seal that fits. */
function sealed(...lines: string[]): string {
  const text = lines.map((line) => `${line}\n`).join("");
  const last = { samples: lines.length - 1, seal: seal(text) };
  return `${text}${JSON.stringify(last)}\n`;
}

Deno.test("readSampleIndex() gives back what was written", () => {
  assertEquals(readSampleIndex(TEXT, seal), INDEX);
  const empty = { ...INDEX, samples: [] };
  assertEquals(readSampleIndex(writeSampleIndex(empty, seal), seal), empty);
});

Deno.test("readSampleIndex() tells every cut and every changed character", () => {
  for (let at = 0; at < TEXT.length; at++) {
    const cut = TEXT.slice(0, at);
    assertThrows(() => readSampleIndex(cut, seal), SampleIndexError);
    const other = TEXT[at] === "0" ? "1" : "0";
    const changed = `${cut}${other}${TEXT.slice(at + 1)}`;
    assertThrows(() => readSampleIndex(changed, seal), SampleIndexError);
  }
});

const [HEAD = "", FIRST = ""] = TEXT.split("\n");
for (
  const [what, text, reason] of [
    ["another file", sealed("{}"), "first line"],
    ["a newer version", sealed(HEAD.replace(":1,", ":2,")), "version 2"],
    ["another format", sealed(HEAD.replace("tfrecord", "hdf5")), '"hdf5"'],
    ["a key twice", sealed(HEAD, FIRST, FIRST), 'line 3 has "a" again'],
    [
      "a negative offset",
      sealed(HEAD, FIRST.replace('"offset":0', '"offset":-1')),
      'line 2 has no "offset"',
    ],
    [
      "a sample without a file",
      sealed(HEAD, FIRST.replace('"file"', '"fill"')),
      'line 2 has no "file"',
    ],
    ["a list", sealed(HEAD, "[]"), "line 2 is not an object"],
  ] as const
) {
  Deno.test(`readSampleIndex() refuses ${what}, with its line`, () => {
    assertThrows(
      () => readSampleIndex(text, seal),
      SampleIndexError,
      reason,
    );
  });
}
