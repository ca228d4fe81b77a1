import { assertEquals, assertThrows } from "@std/assert";
import { loadManifest, saveManifest } from "../../../cmd/copy/manifest_file.ts";
import { UsageError } from "../../../cmd/usage_error.ts";

const MANIFEST = {
  source: "file:///a",
  destination: "file:///b",
  date: "2026-11-21T00:00:00.000Z",
  entries: [{ key: "k", sizeBytes: 1, digests: { crc32c: "00000000" } }],
};

Deno.test("a manifest is loaded as it was saved, and an edited one is refused", async () => {
  const path = await Deno.makeTempFile();
  try {
    await saveManifest(path, MANIFEST);
    assertEquals(loadManifest(path), MANIFEST);
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace('"k"', '"j"'));
    assertThrows(() => loadManifest(path), UsageError, path);
  } finally {
    await Deno.remove(path);
  }
  assertThrows(() => loadManifest(path), UsageError, "no such file");
});
