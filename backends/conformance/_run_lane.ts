/**
 * Runs one lane of a space to its end, for the cases of a load. Goes in: a
 * space and what its lane does; comes out: what the lane counted.
 */
import type { LaneCounters } from "../../ffi/mod.ts";
import type { Gate } from "../block.ts";
import { StorageError } from "../errors.ts";

interface Lanes<Spec> {
  gate(): Gate;
  lane(gate: Gate, spec: Spec): EndingLane;
}

interface EndingLane {
  join(): Promise<number>;
  counters(): LaneCounters;
  close(): void;
}

/**
 * Fails with a `StorageError` where the lane does: an I/O error says nothing
 * of the promise, as the world was in the way.
 */
export async function runLane<Spec>(
  space: Lanes<Spec>,
  spec: Spec,
): Promise<LaneCounters> {
  const gate = space.gate();
  try {
    const lane = space.lane(gate, spec);
    try {
      gate.open();
      const status = await lane.join();
      if (status !== 0) throw laneFailed(status);
      return lane.counters();
    } finally {
      lane.close();
    }
  } finally {
    gate.close();
  }
}

function laneFailed(status: number): StorageError {
  return new StorageError(
    `Cannot end the load: the lane stopped with status ${status}`,
    { kind: "Unexpected", operation: "load" },
  );
}
