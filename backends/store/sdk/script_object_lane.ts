/** A script lane as the engine sees it: a worker, and memory to look into. */
import type {
  KeptColumns,
  LaneCounters,
  LaneOp,
  LatencyCounts,
  LatencyKind,
  ObjectLaneSpec,
  SizeClassCounts,
  UnitFinding,
} from "../../../ffi/mod.ts";
import { StorageError } from "../../errors.ts";
import type { ObjectLane } from "../../store.ts";
import { keptBuffer, KeptMemory } from "./kept_memory.ts";
import { laneBuffer, LaneMemory } from "./lane_memory.ts";
import type { GatedLane, ScriptGate } from "./script_gate.ts";
import type { FromLane, LaneOrder, ToLane } from "./worker_message.ts";

/** Seconds of what one SDK can do; a native lane needs more. */
const KEPT_MAX = 16_384;

/** The part of a `Worker` that a lane uses. */
export interface LanePeer {
  onmessage: ((event: MessageEvent<FromLane>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToLane): void;
  terminate(): void;
}

export interface ScriptLaneParts {
  readonly url: string;
  readonly gate: ScriptGate;
  readonly order: Omit<
    LaneOrder,
    "type" | "laneBuffer" | "stopBuffer" | "firstEndBuffer"
  >;
  /** Starts the worker. */
  readonly hire: () => LanePeer;
  readonly onClose: () => void;
}

/** Waiting at its gate once made; loads its SDK meanwhile. */
export class ScriptObjectLane implements ObjectLane, GatedLane {
  readonly spec: ObjectLaneSpec;
  readonly #parts: ScriptLaneParts;
  readonly #peer: LanePeer;
  readonly #memory: LaneMemory;
  readonly #stop = new SharedArrayBuffer(4);
  readonly #joined = Promise.withResolvers<number>();
  #findings: UnitFinding[] = [];
  #kept: KeptMemory | null = null;
  #isClosed = false;

  constructor(parts: ScriptLaneParts) {
    const buffer = laneBuffer();
    this.spec = parts.order.spec;
    this.#parts = parts;
    this.#memory = new LaneMemory(buffer);
    // Somebody else may be the first to ask how it ended.
    this.#joined.promise.catch(() => {});
    parts.gate.enter(this);
    this.#peer = parts.hire();
    this.#peer.onmessage = ({ data }) => this.#hear(data);
    this.#peer.onerror = (event) => {
      event.preventDefault();
      this.#fail("its worker ended by itself");
    };
    this.#peer.postMessage({
      type: "make",
      ...parts.order,
      laneBuffer: buffer,
      stopBuffer: this.#stop,
      firstEndBuffer: parts.gate.firstEndBuffer,
    });
  }

  counters(): LaneCounters {
    return this.#memory.counters();
  }

  latency(op: LaneOp, kind: LatencyKind): LatencyCounts {
    return this.#memory.latency(op, kind);
  }

  sizeClass(op: "get" | "put", index: number): SizeClassCounts {
    return this.#memory.sizeClass(op, index);
  }

  findings(): readonly UnitFinding[] {
    return this.#findings.splice(0);
  }

  /** Heard before its start, whenever its worker is ready. */
  keep(capacity: number): void {
    const buffer = keptBuffer(Math.min(capacity, KEPT_MAX));
    this.#kept = new KeptMemory(buffer);
    this.#peer.postMessage({ type: "keep", keptBuffer: buffer });
  }

  takeKept(columns: KeptColumns): number {
    return this.#kept?.take(columns) ?? 0;
  }

  start(): void {
    this.#peer.postMessage({ type: "start" });
  }

  stop(): void {
    Atomics.store(new Int32Array(this.#stop), 0, 1);
  }

  join(): Promise<number> {
    return this.#joined.promise;
  }

  /** Cuts off what is in flight; its outcome stays unknown to the oracle. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.stop();
    this.#peer.terminate();
    this.#fail("it was closed");
    this.#parts.gate.leave(this);
    this.#parts.onClose();
  }

  #hear(message: FromLane): void {
    switch (message.type) {
      case "ready":
        return this.#parts.gate.ready(this);
      case "findings":
        this.#findings.push(...message.findings);
        return;
      case "done":
        return this.#joined.resolve(message.status);
      case "failed":
        return this.#fail(message.message);
    }
  }

  #fail(reason: string): void {
    const { url } = this.#parts;
    this.#joined.reject(
      new StorageError(
        `Cannot end lane ${this.spec.lane} on "${url}": ${reason}`,
        { kind: "Unexpected", operation: "lane" },
      ),
    );
    this.#parts.gate.ready(this);
  }
}
