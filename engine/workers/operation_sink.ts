/**
 * Whoever wants to see each operation of a run, one by one: lanes are asked for
 * theirs, steps without lanes tell theirs.
 */
import type { LoadLane } from "./load_space.ts";

/** Lanes of a step, waiting at their gate. */
export interface KeptStep {
  readonly target: string;
  readonly step: string;
  readonly lanes: readonly LoadLane[];
  /** Name of a key by its number; `null` where there are none. */
  keyName(index: number): string | null;
}

/** One operation of a step that has no lanes of its own. */
export interface ToldOperation {
  readonly target: string;
  readonly step: string;
  readonly op: string;
  /** Client, writer or reader; `null` where nobody counts them. */
  readonly lane: number | null;
  readonly key: string;
  /** `null`: nobody counted them. */
  readonly bytes: number | null;
  /** Of the clock of the run. */
  readonly startNs: number;
  readonly endNs: number;
  /** With the first one. */
  readonly attempts: number;
  /** Version, or number of the value; `null`: none. */
  readonly generation: number | null;
  /** A word or a sentence; `null`: it went well. */
  readonly failure: string | null;
}

/** Told of each operation once it ended. */
export interface OperationSink {
  /** Asks the lanes from now on, and for the last time at the end. */
  lanes(step: KeptStep): { end(): void };
  one(operation: ToldOperation): void;
}
