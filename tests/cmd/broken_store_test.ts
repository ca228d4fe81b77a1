/** The promises of cmd/broken_store.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { loadCore } from "../../ffi/mod.ts";
import { openBrokenStore } from "../../cmd/broken_store.ts";
import { StorageError } from "../../backends/mod.ts";
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
