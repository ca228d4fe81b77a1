/** A space of one MiB; what a test sets is what it is about. */
import type { SpaceSpec } from "../../ffi/mod.ts";

export function spaceSpec(changes: Partial<SpaceSpec>): SpaceSpec {
  return {
    runId: 1n,
    runKey: 2n,
    files: [{ name: "a.dat", objectId: 3n }],
    fileBytes: 1 << 20,
    unitBytes: 4096,
    mode: "create",
    readOnly: false,
    allocate: false,
    dsync: false,
    compressPermille: 0,
    dedupePermille: 0,
    objectTag: 0,
    ...changes,
  };
}
