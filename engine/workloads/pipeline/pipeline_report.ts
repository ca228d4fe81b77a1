/** What came of a step that copies objects. Plain JSON. */
import type { CopyDigest } from "../../profile/mod.ts";
import type { CourseRow } from "../mod.ts";

/** An object whose copy did not go as it should. */
export interface CopyTrouble {
  readonly key: string;
  /** One sentence. */
  readonly sentence: string;
}

export interface PipelineReport {
  /** Targets that were copied to. */
  readonly to: readonly string[];
  /** Copies that were planned, over all destinations. */
  readonly copies: number;
  readonly copied: number;
  readonly copiedBytes: number;
  /** From the start of the first copy to the end of the last. */
  readonly durationNs: number;
  /** Of each copy, from looking at the source until it was visible. */
  readonly latenciesNs: readonly number[];
  /** Copies over time, and the memory they held; absent in earlier reports. */
  readonly course?: readonly CourseRow[];
  readonly digests: readonly CopyDigest[];
  readonly memoryLimitBytes: number;
  /** Of all copies together, rings and what their ends hold. */
  readonly memoryPeakBytes: number;
  readonly retries: number;
  readonly readBack: number;
  readonly isStopped: boolean;
  /** The storage is wrong. */
  readonly findings: readonly CopyTrouble[];
  /** The world was in the way. */
  readonly failed: readonly CopyTrouble[];
}
