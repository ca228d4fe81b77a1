/** A lane and a gate whose every answer a test decides. */
import type {
  Gate,
  Lane,
  LaneCounters,
  LaneOp,
  LaneSpec,
  LatencyCounts,
  LatencyKind,
  UnitFinding,
} from "../../backends/mod.ts";
import { emptyLatency, laneCounters } from "./recording_fixture.ts";

/** Waits at its gate; ends when told by `end()` or, if it may, by `stop()`. */
export class FakeLane<S = LaneSpec> implements Omit<Lane, "spec"> {
  readonly spec: S;
  now: Partial<LaneCounters> = {};
  pending: UnitFinding[] = [];
  histograms = new Map<string, LatencyCounts>();
  /** False: hangs in the storage whatever it is told. */
  obeysStop = true;
  isClosed = false;
  readonly #joined = Promise.withResolvers<number>();

  constructor(spec: S) {
    this.spec = spec;
    // A test may fail a lane that nobody has joined yet.
    this.#joined.promise.catch(() => {});
  }

  counters(): LaneCounters {
    return laneCounters(this.now);
  }

  latency(op: LaneOp, kind: LatencyKind): LatencyCounts {
    return this.histograms.get(`${op} ${kind}`) ?? emptyLatency();
  }

  findings(): readonly UnitFinding[] {
    return this.pending.splice(0);
  }

  stop(): void {
    if (this.obeysStop) this.end(0);
  }

  end(status: number): void {
    this.now = { ...this.now, state: 4, status: status < 0 ? -status : 0 };
    this.#joined.resolve(status);
  }

  break(error: Error): void {
    this.#joined.reject(error);
  }

  join(): Promise<number> {
    return this.#joined.promise;
  }

  close(): void {
    this.isClosed = true;
  }
}

/** Counts what was asked of it and stops the lanes that were made on it. */
export class FakeGate implements Gate {
  readonly lanes: { stop(): void }[] = [];
  isOpen = false;
  stops = 0;
  isClosed = false;

  open(): void {
    this.isOpen = true;
  }

  stop(): void {
    this.stops++;
    for (const lane of this.lanes) lane.stop();
  }

  close(): void {
    this.isClosed = true;
  }
}
