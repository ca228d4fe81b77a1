/** What a load of a table met: evidence against the storage, and the world. */
import type { RecordBatch } from "apache-arrow";
import type { KnownRows } from "./known_rows.ts";
import { isStorageFailure, TableError } from "./table_error.ts";
import type { TableTrouble } from "./table_report.ts";

/** Told in full; the rest is counted. */
const TOLD_MAX = 100;
/** So many failures in a row of one kind of workers end these. */
const FAILURES_MAX = 20;

const EVIDENCE: readonly TableError["kind"][] = [
  "CorruptFile",
  "CorruptManifest",
  "FileMissing",
  "Misaligned",
  "NewerManifest",
  "TableMissing",
];

/** Who appends, and who reads beside them: either may go on alone. */
export type TableWorker = "writer" | "reader";

export class TableTroubles {
  readonly findings: TableTrouble[] = [];
  readonly failed: TableTrouble[] = [];
  findingsCount = 0;
  failedCount = 0;
  readonly #inARow = { writer: 0, reader: 0 };

  /** The storage refuses them too often to go on. */
  isHopeless(worker: TableWorker): boolean {
    return this.#inARow[worker] >= FAILURES_MAX;
  }

  /** Something of theirs went well. */
  went(worker: TableWorker): void {
    this.#inARow[worker] = 0;
  }

  /** As `add()`, of somebody who tries again. */
  met(worker: TableWorker, key: string, error: unknown): void {
    const before = this.failedCount;
    this.add(key, error);
    this.#inARow[worker] += this.failedCount - before;
  }

  find(key: string, sentence: string): void {
    this.findingsCount += 1;
    if (this.findings.length < TOLD_MAX) this.findings.push({ key, sentence });
  }

  /** Throws `error` again where it is a mistake of this program. */
  add(key: string, error: unknown): void {
    if (error instanceof TableError && EVIDENCE.includes(error.kind)) {
      return this.find(key, error.message);
    }
    const isWorld = isStorageFailure(error) || error instanceof TableError &&
        ["FaultInjected", "OutcomeUnknown", "Conflict", "RetriesExhausted"]
          .includes(error.kind);
    if (!isWorld || !(error instanceof Error)) throw error;
    this.fail(key, error.message);
  }

  /** The world was in the way. */
  fail(key: string, sentence: string): void {
    this.failedCount += 1;
    if (this.failed.length < TOLD_MAX) this.failed.push({ key, sentence });
  }

  /** A finding for the first value that its row must not have. */
  judgeRows(batch: RecordBatch, rows: KnownRows, version: number): void {
    const wrong = rows.check(batch);
    if (wrong === null) return;
    const { column, expected, found, id } = wrong;
    this.find(
      `version ${version}`,
      `Row ${id} of version ${version} has ${found} in column "${column}", ` +
        `and should have ${expected}`,
    );
  }
}
