/**
 * What a proof comes to: every cell of the matrix, every single bit, and the
 * clean runs, with one verdict. Plain JSON.
 */
import type { ProofBackend } from "./fault_class.ts";
import type { Cell } from "./judge_cell.ts";

/** Saved as it is; every rendering starts here. */
export interface Proof {
  readonly version: 1;
  /** Name and version of this program. */
  readonly tool: string;
  /** Repeats every choice. */
  readonly seed: string;
  /** Wall time, ISO 8601. */
  readonly startedAt: string;
  readonly durationNs: number;
  readonly verdict: ProofVerdict;
  readonly backends: readonly ProofBackend[];
  readonly cells: readonly Cell[];
  /** `null`: not asked for. */
  readonly flips: BitFlips | null;
  readonly clean: CleanUnits | null;
}

/** What it comes to. The exit code of the command is `exit`. */
export interface ProofVerdict {
  readonly outcome: "proven" | "not proven" | "failed" | "interrupted";
  readonly exit: 0 | 1 | 3 | 130;
  /** One sentence. */
  readonly sentence: string;
}

/** Every bit of one unit, flipped by itself. */
export interface BitFlips {
  readonly flips: number;
  /** Accused, called bit rot, as one bit and at the right byte. */
  readonly named: number;
  /** The first bit that was not; `null` when there is none. */
  readonly firstWrong: number | null;
}

/** Runs without any fault: whatever they find is a false alarm. */
export interface CleanUnits {
  /** Units that were asked for, over all runs. */
  readonly asked: number;
  readonly runs: readonly CleanRun[];
}

/** One clean run on one backend, with what `verify` read after it. */
export interface CleanRun {
  readonly backend: ProofBackend;
  /** What kind of load it was. */
  readonly load: string;
  /** Compared byte by byte; units that were read twice count twice. */
  readonly comparedUnits: number;
  /** Findings, kept or not. */
  readonly accused: number;
  /** The first finding, or why the run is no proof; absent if all is well. */
  readonly reason?: string;
  /** Whether the world failed, and not the judgement. */
  readonly isFailed: boolean;
}
