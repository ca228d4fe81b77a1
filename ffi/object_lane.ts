/** A lane of the core over keys: one stream of operations on objects. */
import type { Library } from "./_library.ts";
import { objectLaneBytes } from "./_object_bytes.ts";
import { type LaneParents, RunningLane } from "./_running_lane.ts";
import { LANE_OPS, type SizeClassCounts } from "./evidence.ts";
import type { ObjectLaneSpec } from "./object_spec.ts";

/** Works on its own keys; its requests are sent by threads of the core. */
export class CoreObjectLane extends RunningLane<ObjectLaneSpec> {
  readonly #bytes = new BigUint64Array(1);

  /** `space` is that of objects. Fails with NO_CURL, LAYOUT, BOUND, STATE. */
  constructor(library: Library, parents: LaneParents, spec: ObjectLaneSpec) {
    const { space, gate } = parents;
    const bytes = objectLaneBytes(spec);
    super(
      library,
      spec,
      (slot) => library.symbols.sv_object_lane_create(space, gate, bytes, slot),
    );
  }

  /** Uploads in parts count as puts; `index` counts `SIZE_CLASS_BYTES`. */
  sizeClass(op: "get" | "put", index: number): SizeClassCounts {
    const { symbols } = this.library;
    const latency = this.histogram(
      `${op} class ${index}`,
      (handle, counts, facts) =>
        symbols.sv_lane_size_class(
          ...[handle, LANE_OPS.indexOf(op), index] as const, // a tuple
          ...[counts, counts?.length ?? 0] as const, // a tuple as well
          ...[facts, this.#bytes] as const, // and another
        ),
    );
    return { latency, bytes: Number(this.#bytes[0] ?? 0n) };
  }
}
