/** A lane of the core over files: one stream of reads and writes. */
import type { Library } from "./_library.ts";
import { laneBytes } from "./_lane_bytes.ts";
import { type LaneParents, RunningLane } from "./_running_lane.ts";
import type { LaneSpec } from "./lane_spec.ts";

/** Reads and writes its own region; nothing crosses per operation. */
export class CoreLane extends RunningLane<LaneSpec> {
  /** Fails with NO_URING, LAYOUT, ALIGN, BOUND or what the kernel said. */
  constructor(library: Library, parents: LaneParents, spec: LaneSpec) {
    const { space, gate } = parents;
    const bytes = laneBytes(spec);
    super(
      library,
      spec,
      (slot) => library.symbols.sv_lane_create(space, gate, bytes, slot),
    );
  }
}
