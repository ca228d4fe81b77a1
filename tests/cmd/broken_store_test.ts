/** The promises of cmd/broken_store.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { loadCore } from "../../ffi/mod.ts";
import { openBrokenStore, openMissingStore } from "../../cmd/broken_store.ts";
import { parseUrl, StorageError, type Target } from "../../backends/mod.ts";
import { withCopyPlaces } from "../_support/copy_place.ts";
import type { NetworkFault } from "../../engine/mod.ts";

const FAULTS: readonly NetworkFault[] = [
  "refused",
  "reset",
  "stalled",
  "truncated",
];

for (const scheme of ["s3", "az"]) {
  Deno.test(`openBrokenStore() fails each get of ${scheme} in its own way`, async () => {
    const core = loadCore();
    const kinds: string[] = [];
    for (const fault of FAULTS) {
      const { backend, close } = await openBrokenStore(core, scheme, fault);
      const error = await assertRejects(
        () => backend.get("k"),
        StorageError,
      );
      kinds.push(error.kind);
      await close();
    }
    assertEquals(kinds, [
      "Unavailable",
      "Unavailable",
      "TimedOut",
      "Unavailable",
    ]);
    core.close();
  });
}

Deno.test("openMissingStore() is a bucket that is not there, and nothing of a folder", async () => {
  await withCopyPlaces(async ({ s3 }) => {
    const core = loadCore();
    const targetOf = (text: string, settings: Target["settings"]) => ({
      core,
      target: () => ({ name: "t", url: parseUrl(text), settings }),
    });
    const store = targetOf(s3.targetUrl, s3.settings);
    const missing = await openMissingStore(store, "t");
    const error = await assertRejects(
      async () => await missing?.backend.put("k", new Uint8Array(1)),
      StorageError,
    );
    assertEquals(error.kind, "NotFound");
    await missing?.close();
    assertEquals(await openMissingStore(targetOf("file:///x", {}), "t"), null);
    core.close();
  });
});
