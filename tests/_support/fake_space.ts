/** A block face and its spaces, in memory, with every call on record. */
import type {
  BlockFace,
  BlockFacts,
  LaneSpec,
  Space,
  SpaceFacts,
  SpaceSpec,
} from "../../backends/mod.ts";
import { FakeLane } from "./fake_lane.ts";
import { FakeLanes } from "./fake_lanes.ts";

/** What a lane made by the space does; by default it ends at once. */
export type LaneScript = (lane: FakeLane) => void;

export class FakeSpace extends FakeLanes<SpaceSpec, LaneSpec, FakeLane>
  implements Space {
  protected make(spec: LaneSpec): FakeLane {
    return new FakeLane(spec);
  }

  facts(): SpaceFacts {
    return {
      units: 1024,
      unitsWritten: 1024,
      unitsUnsettled: 0,
      generationMax: 1,
      mapInUse: false,
    };
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }
}

/** Opens a `FakeSpace` each time; `refuse` fails the next open with it. */
export class FakeBlockFace implements BlockFace {
  readonly opened: FakeSpace[] = [];
  refuse: Error | null = null;
  readonly #script: LaneScript;

  constructor(script: LaneScript = (lane) => lane.end(0)) {
    this.#script = script;
  }

  facts(): Promise<BlockFacts> {
    return Promise.resolve({
      kind: "directory",
      alignBytes: 1,
      alignSource: "none",
      direct: false,
      freeBytes: 2 ** 40,
      io: ["io_uring", "psync"],
    });
  }

  open(spec: SpaceSpec): Promise<Space> {
    if (this.refuse !== null) return Promise.reject(this.refuse);
    const space = new FakeSpace(spec, this.#script);
    this.opened.push(space);
    return Promise.resolve(space);
  }
}
