/** A block face and its spaces, in memory, with every call on record. */
import type {
  BlockFace,
  BlockFacts,
  Gate,
  Lane,
  LaneSpec,
  Space,
  SpaceFacts,
  SpaceSpec,
} from "../../backends/mod.ts";
import { FakeGate, FakeLane } from "./fake_lane.ts";

/** What a lane made by the space does; by default it ends at once. */
export type LaneScript = (lane: FakeLane) => void;

export class FakeSpace implements Space {
  readonly spec: SpaceSpec;
  readonly lanes: FakeLane[] = [];
  readonly gates: FakeGate[] = [];
  isClosed = false;
  readonly #script: LaneScript;

  constructor(spec: SpaceSpec, script: LaneScript) {
    this.spec = spec;
    this.#script = script;
  }

  gate(): Gate {
    const gate = new FakeGate();
    this.gates.push(gate);
    return gate;
  }

  lane(gate: Gate, spec: LaneSpec): Lane {
    const lane = new FakeLane(spec);
    this.lanes.push(lane);
    if (gate instanceof FakeGate) gate.lanes.push(lane);
    this.#script(lane);
    return lane;
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

  close(): void {
    this.isClosed = true;
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
