import { assertEquals, assertThrows } from "@std/assert";
import {
  type Manifest,
  ManifestError,
  readManifest,
  writeManifest,
} from "../../../../engine/workloads/pipeline/manifest.ts";

/** Any function of the text will do here. */
function seal(text: string): string {
  let sum = 7;
  for (const char of text) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  return sum.toString(16);
}

const MANIFEST: Manifest = {
  source: "file:///a",
  destination: "s3://b/c",
  date: "2026-11-21T00:00:00.000Z",
  entries: [
    { key: "b", sizeBytes: 5, digests: { crc32c: "00ff00ff" } },
    { key: "a\nb/\u{1F600}", sizeBytes: 0, digests: { md5: "0".repeat(32) } },
  ],
};

Deno.test("a manifest is read as it was written, in the order of its keys", () => {
  const text = writeManifest(MANIFEST, seal);
  assertEquals(readManifest(text, seal), {
    ...MANIFEST,
    entries: MANIFEST.entries.toReversed(),
  });
  const turned = { ...MANIFEST, entries: MANIFEST.entries.toReversed() };
  assertEquals(writeManifest(turned, seal), text);
});

Deno.test("a manifest of nothing is one too", () => {
  const empty = { ...MANIFEST, entries: [] };
  assertEquals(readManifest(writeManifest(empty, seal), seal), empty);
});

Deno.test("every single changed, cut or added byte of a manifest is found", () => {
  const text = writeManifest(MANIFEST, seal);
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === "x" ? "y" : "x";
    const edited = text.slice(0, at) + other + text.slice(at + 1);
    assertThrows(() => readManifest(edited, seal), ManifestError);
    assertThrows(() => readManifest(text.slice(0, at), seal), ManifestError);
    const longer = `${text.slice(0, at)}\n${text.slice(at)}`;
    assertThrows(() => readManifest(longer, seal), ManifestError);
  }
});

Deno.test("a line that was taken out, doubled or moved is found", () => {
  const lines = writeManifest(MANIFEST, seal).split("\n");
  const [head, one, two, end] = lines;
  for (
    const edited of [
      [head, one, end, ""],
      [head, one, one, two, end, ""],
      [head, two, one, end, ""],
      [one, two, end, ""],
      [head, one, two, ""],
    ]
  ) {
    assertThrows(
      () => readManifest(edited.join("\n"), seal),
      ManifestError,
    );
  }
});

for (
  const [what, line, reason] of [
    ["no size", `{"key":"a","digests":{}}`, "sizeBytes"],
    ["a size below zero", `{"key":"a","sizeBytes":-1,"digests":{}}`, "size"],
    ["no digests", `{"key":"a","sizeBytes":1}`, "digests"],
    ["no key", `{"sizeBytes":1,"digests":{}}`, "key"],
    [
      "a digest that is none",
      `{"key":"a","sizeBytes":1,"digests":{"md5":"0"}}`,
      "md5",
    ],
    ["a list", `[]`, "not an object"],
    ["no JSON", `{`, "not JSON"],
  ] as const
) {
  Deno.test(`a line with ${what} is named by its number, sealed or not`, () => {
    const [head] = writeManifest({ ...MANIFEST, entries: [] }, seal).split(
      "\n",
    );
    const body = `${head}\n${line}\n`;
    const end = JSON.stringify({ objects: 1, sizeBytes: 0, seal: seal(body) });
    const failure = assertThrows(
      () => readManifest(`${body}${end}\n`, seal),
      ManifestError,
    );
    assertEquals(failure.message.includes("line 2"), true);
    assertEquals(failure.message.includes(reason), true);
  });
}

Deno.test("a manifest of another version, or another file, says so", () => {
  const text = writeManifest(MANIFEST, seal);
  const newer = text.replace('"version":1', '"version":2');
  assertThrows(() => readManifest(newer, seal), ManifestError, "version 2");
  assertThrows(
    () => readManifest("{}\n{}\n", seal),
    ManifestError,
    "first line",
  );
  assertThrows(() => readManifest("", seal), ManifestError, "no end");
});
