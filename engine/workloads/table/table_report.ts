/** What came of a step that writes a table. Plain JSON. */

import type { CourseRow } from "../mod.ts";

/** Something of the table that is not as it should be. */
export interface TableTrouble {
  readonly key: string;
  /** One sentence. */
  readonly sentence: string;
}

export interface TableReport {
  /** Commits that were planned. */
  readonly appends: number;
  /** Acknowledged. */
  readonly appended: number;
  readonly rows: number;
  /** In memory, before codecs. */
  readonly rowBytes: number;
  /** From the first write to the last commit. */
  readonly durationNs: number;
  /** Of each commit, from when it may try to its answer; see `turns.ts`. */
  readonly latenciesNs: readonly number[];
  /** Of the same, before it may try; absent in earlier reports. */
  readonly waitsNs?: readonly number[];
  /** Commits over time; absent in earlier reports. */
  readonly course?: readonly CourseRow[];
  /** Versions that others took first; each made the work again. */
  readonly conflicts: number;
  /** Answers that were lost, and looked up. */
  readonly unknownOutcomes: number;
  /** Snapshots that readers opened meanwhile. */
  readonly snapshots: number;
  /** Rows whose every value was compared, of all readers. */
  readonly comparedRows: number;
  /** Rows of the last version, read again; 0 where nobody asked for it. */
  readonly readBack: number;
  readonly versions: number;
  /** Of the last one. */
  readonly manifestBytes: number;
  readonly isStopped: boolean;
  /** Nothing was written: a run before did, and its writers told so much. */
  readonly isReadBack?: true;
  /** Absent where the table was taken away again. Without secrets. */
  readonly keptAt?: string;
  /** All of them; the first ones are told. */
  readonly findingsCount: number;
  /** The storage is wrong. */
  readonly findings: readonly TableTrouble[];
  /** All of what follows; absent in earlier reports, of which it is all. */
  readonly failedCount?: number;
  /** The world was in the way; the first ones. */
  readonly failed: readonly TableTrouble[];
}
