/**
 * What all clients count together: how attempts ended, and what was wrong with
 * a single answer. Goes in: endings; comes out: counts, and when to give up.
 */
import type { StorageError } from "../../../backends/mod.ts";
import { type FailureSense, failureSense } from "./attempt_failure.ts";
import {
  type ConsistencyFindingName,
  type OperationCount,
  type OperationName,
  OPERATIONS,
} from "./consistency_report.ts";
import type { KeyLog, Look, Write } from "./key_log.ts";

/** Failures one after another after which the store counts as gone. */
export const FAILURES_IN_A_ROW_MAX = 200;

/** An answer that is wrong by itself, whatever others did. */
export interface WrongAnswer {
  readonly name: ConsistencyFindingName;
  /** `null` for what is about no key of this run. */
  readonly log: KeyLog | null;
  readonly key: string;
  readonly sentence: string;
  readonly rows: readonly (Look | Write)[];
}

type Ending = Exclude<keyof OperationCount, "asked">;
type Counts = { -readonly [K in keyof OperationCount]: OperationCount[K] };

/** Counts of one run. */
export class AttemptTally {
  readonly failures = new Map<string, number>();
  readonly wrong: WrongAnswer[] = [];
  /** Uploads that nobody could end for sure. */
  openUploads = 0;
  readonly #counts = new Map<OperationName, Counts>();
  #failuresInRow = 0;
  #failure: string | null = null;

  /** Why it makes no sense to go on, in one sentence. */
  get failure(): string | null {
    return this.#failure;
  }

  asked(operation: OperationName): void {
    this.#of(operation).asked += 1;
  }

  answered(operation: OperationName): void {
    this.#of(operation).answered += 1;
    this.#failuresInRow = 0;
  }

  /** Counts a failed read, or an upload that failed before its end. */
  failed(operation: OperationName, failure: StorageError): void {
    this.#fail(operation, "failed", failure);
  }

  /** Counts a failed write, and tells what it says of the write. */
  writeFailed(operation: OperationName, failure: StorageError): FailureSense {
    const sense = failureSense(failure);
    this.#fail(operation, sense === "unknown" ? "unknown" : "refused", failure);
    return sense;
  }

  counts(): Record<OperationName, OperationCount> {
    const one = (name: OperationName) => ({ ...this.#of(name) });
    return {
      "put": one("put"),
      "put if absent": one("put if absent"),
      "put if match": one("put if match"),
      "upload": one("upload"),
      "get": one("get"),
      "get range": one("get range"),
      "head": one("head"),
      "delete": one("delete"),
      "list": one("list"),
    };
  }

  /** Attempts of all operations. */
  get askedCount(): number {
    return OPERATIONS.reduce((sum, name) => sum + this.#of(name).asked, 0);
  }

  #fail(operation: OperationName, ending: Ending, failure: StorageError): void {
    this.#of(operation)[ending] += 1;
    const { kind, message } = failure;
    this.failures.set(kind, (this.failures.get(kind) ?? 0) + 1);
    const sense = failureSense(failure);
    if (sense === "refused") {
      this.#failuresInRow = 0;
      return;
    }
    this.#failuresInRow += 1;
    if (sense === "hopeless") this.#failure ??= message;
    if (this.#failuresInRow >= FAILURES_IN_A_ROW_MAX) {
      this.#failure ??= `${message}; ${FAILURES_IN_A_ROW_MAX} attempts ` +
        "failed one after another";
    }
  }

  #of(operation: OperationName): Counts {
    const found = this.#counts.get(operation) ??
      { asked: 0, answered: 0, refused: 0, unknown: 0, failed: 0 };
    this.#counts.set(operation, found);
    return found;
  }
}
