/** One operation as a lane keeps it, with defaults, for tests. */
import type { KeptOperation } from "../../ffi/kept_columns.ts";

/** A put of 4 KiB that went well in a closed loop. */
export function keptOperation(
  changes: Partial<KeptOperation> = {},
): KeptOperation {
  return {
    ...{ op: "put", intendedNs: null, startNs: 100, firstByteNs: null },
    ...{ endNs: 150, place: 3, offset: 0, bytes: 4096, generation: 1 },
    ...{ status: 0, attempts: 1, isWarmup: false },
    ...changes,
  };
}
