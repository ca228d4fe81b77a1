import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../../../backends/errors.ts";
import { CopyTroubles } from "../../../../engine/workloads/pipeline/copy_troubles.ts";

Deno.test("CopyTroubles tells storage that contradicts itself from a world in the way", () => {
  const troubles = new CopyTroubles();
  for (const kind of ["ChecksumMismatch", "NotFound", "NoSpace"] as const) {
    troubles.add("k", new StorageError(kind, { kind, operation: "copy" }));
  }
  assertEquals(troubles.findings.map(({ sentence }) => sentence), [
    "ChecksumMismatch",
    "NotFound",
  ]);
  assertEquals(troubles.failed.length, 1);
});

Deno.test("CopyTroubles passes on a mistake of this program", () => {
  const bug = new TypeError("bug");
  assertThrows(() => new CopyTroubles().add("k", bug), TypeError, "bug");
});
