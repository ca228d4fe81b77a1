import { assertEquals, assertStringIncludes } from "@std/assert";
import type { TreeEntry } from "../../../backends/mod.ts";
import { findKeys, type FoundKeys } from "../../../cmd/copy/find_keys.ts";
import type { CopyPlace } from "../../../cmd/copy/open_place.ts";
import { FakeFace } from "../../engine/workloads/pipeline/copy_fixture.ts";

function placeOf(entries: readonly TreeEntry[]): CopyPlace {
  return {
    url: "fake:",
    streams: new FakeFace(),
    make: () => Promise.resolve(),
    entries: async function* () {
      for (const entry of entries) yield await Promise.resolve(entry);
    },
    read: async function* () {},
    close: () => Promise.resolve(),
  };
}

const ENTRIES: readonly TreeEntry[] = [
  { kind: "file", key: "a/b", sizeBytes: 3 },
  { kind: "file", key: "a/", sizeBytes: 0 },
  { kind: "file", key: "c/", sizeBytes: 2 },
  { kind: "other", key: "link" },
];

function keysOf({ files }: FoundKeys): readonly string[] {
  return files.map(({ key }) => key);
}

Deno.test("findKeys() passes over marks of folders where folders are real", async () => {
  const source = { place: placeOf(ENTRIES), key: null };
  const files = await findKeys(source, true);
  assertEquals(keysOf(files), ["a/b", "c/"]);
  assertEquals(files.passedOver, ["a/", "link"]);
  const objects = await findKeys(source, false);
  assertEquals(keysOf(objects), ["a/b", "a/", "c/"]);
  assertEquals(objects.passedOver, ["link"]);
  assertEquals(objects.totalBytes, 5);
});

Deno.test("findKeys() tells of each name that no key can be", async () => {
  const entries = ["", "a/"].map((key) => ({ kind: "unnamed", key } as const));
  const found = await findKeys({ place: placeOf(entries), key: null }, true);
  assertEquals(found.files, []);
  assertEquals(found.refused.map(({ kind }) => kind), ["failed", "failed"]);
  assertStringIncludes(found.refused[1]?.text ?? "", 'an entry of "a/": its');
});

Deno.test("findKeys() knows no total once a file went away", async () => {
  const gone: TreeEntry = { kind: "file", key: "g", sizeBytes: null };
  const place = placeOf([...ENTRIES, gone]);
  assertEquals((await findKeys({ place, key: null }, true)).totalBytes, null);
});

Deno.test("findKeys() of one object is that object", async () => {
  const found = await findKeys({ place: placeOf(ENTRIES), key: "a/b" }, true);
  assertEquals(found.files, [{ key: "a/b", sizeBytes: 10 }]);
  assertEquals(found.totalBytes, 10);
});
