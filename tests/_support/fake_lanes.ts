/** What the spaces in memory share: lanes by a script, and gates, on record. */
import type { Gate } from "../../backends/mod.ts";
import { FakeGate, type FakeLane } from "./fake_lane.ts";

/** A space of any kind; it makes its lanes by `make` and runs `script` on each. */
export abstract class FakeLanes<Spec, LaneSpec, L extends FakeLane<LaneSpec>> {
  readonly spec: Spec;
  readonly lanes: L[] = [];
  readonly gates: FakeGate[] = [];
  isClosed = false;
  readonly #script: (lane: L) => void;

  constructor(spec: Spec, script: (lane: L) => void) {
    this.spec = spec;
    this.#script = script;
  }

  protected abstract make(spec: LaneSpec): L;

  gate(): Gate {
    const gate = new FakeGate();
    this.gates.push(gate);
    return gate;
  }

  lane(gate: Gate, spec: LaneSpec): L {
    const lane = this.make(spec);
    this.lanes.push(lane);
    if (gate instanceof FakeGate) gate.lanes.push(lane);
    this.#script(lane);
    return lane;
  }

  close(): void {
    this.isClosed = true;
  }
}
