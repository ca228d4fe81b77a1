/**
 * The gate of script lanes: starts them together, once it is open and all of
 * them are loaded, so that nobody measures the loading of an SDK.
 */
import type { Gate } from "../../block.ts";
import { StorageError } from "../../errors.ts";
import { FirstEnd } from "./first_end.ts";

/** A lane as its gate sees it. */
export interface GatedLane {
  start(): void;
  stop(): void;
}

/** Lanes are entered when they are made and leave when they are closed. */
export class ScriptGate implements Gate {
  readonly #lanes = new Map<GatedLane, "loading" | "ready" | "started">();
  /** Shared with its lanes; see `FirstEnd`. */
  readonly firstEndBuffer = FirstEnd.buffer();
  #isOpen = false;

  /** Fails once the gate is open: it starts what was there, at one instant. */
  enter(lane: GatedLane): void {
    if (this.#isOpen) throw misuse("add a lane to a gate", "it is open");
    this.#lanes.set(lane, "loading");
  }

  /** It is loaded, or has failed and keeps nobody waiting. */
  ready(lane: GatedLane): void {
    if (this.#lanes.has(lane)) this.#lanes.set(lane, "ready");
    this.#startAll();
  }

  leave(lane: GatedLane): void {
    this.#lanes.delete(lane);
    this.#startAll();
  }

  open(): void {
    this.#isOpen = true;
    this.#startAll();
  }

  stop(): void {
    for (const lane of this.#lanes.keys()) lane.stop();
  }

  close(): void {
    if (this.#lanes.size > 0) {
      throw misuse("close a gate", `${this.#lanes.size} lanes are on it`);
    }
  }

  #startAll(): void {
    const states = [...this.#lanes.values()];
    if (!this.#isOpen || states.includes("loading")) return;
    for (const [lane, state] of this.#lanes) {
      if (state === "ready") lane.start();
      this.#lanes.set(lane, "started");
    }
  }
}

function misuse(action: string, reason: string): StorageError {
  return new StorageError(`Cannot ${action}: ${reason}`, {
    kind: "Unexpected",
    operation: "start",
  });
}
