/** What all clients count together. Goes in: attempts; comes out: counts. */
import {
  type AttemptRecord,
  isRead,
  type OperationName,
  OPERATIONS,
} from "./attempt_record.ts";
import type { OperationCount } from "./consistency_report.ts";

/** Failures one after another after which the store counts as gone. */
export const FAILURES_IN_A_ROW_MAX = 200;

type Counts = { -readonly [K in keyof OperationCount]: OperationCount[K] };

/** Counts of one run. */
export class AttemptTally {
  /** By kind. */
  readonly failures = new Map<string, number>();
  readonly #counts = new Map<OperationName, Counts>();
  readonly #open = new Set<string>();
  #lostStarts = 0;
  #failuresInRow = 0;
  #failure: string | null = null;

  /** Why it makes no sense to go on, in one sentence. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Uploads that nobody has ended for sure. */
  get openUploads(): number {
    return this.#open.size + this.#lostStarts;
  }

  take(record: AttemptRecord): void {
    const { op, outcome } = record;
    const counts = this.#of(op);
    counts.asked += 1;
    counts[endingOf(record)] += 1;
    this.#followUpload(record);
    if (outcome === "ok") this.#failuresInRow = 0;
    else this.#fail(record);
  }

  counts(): Record<OperationName, OperationCount> {
    const one = (name: OperationName) => ({ ...this.#of(name) });
    return {
      "put": one("put"),
      "put if absent": one("put if absent"),
      "put if match": one("put if match"),
      "put damaged": one("put damaged"),
      "start upload": one("start upload"),
      "put part": one("put part"),
      "complete upload": one("complete upload"),
      "abort upload": one("abort upload"),
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

  #fail({ op, outcome, failure }: AttemptRecord): void {
    if (failure === undefined) return;
    const { kind, sentence } = failure;
    this.failures.set(kind, (this.failures.get(kind) ?? 0) + 1);
    // A condition that fails is an answer of a store that is well.
    const isRefusal = outcome === "fail" && !isRead(op) && !failure.isHopeless;
    this.#failuresInRow = isRefusal ? 0 : this.#failuresInRow + 1;
    if (failure.isHopeless) this.#failure ??= sentence;
    if (this.#failuresInRow >= FAILURES_IN_A_ROW_MAX) {
      this.#failure ??= `${sentence}; ${FAILURES_IN_A_ROW_MAX} attempts ` +
        "failed one after another";
    }
  }

  #followUpload({ op, outcome, uploadId, failure }: AttemptRecord): void {
    if (op === "start upload" && outcome === "info") this.#lostStarts += 1;
    if (uploadId === undefined) return;
    const isGone = outcome === "ok" || failure?.kind === "NotFound";
    if (op === "start upload") this.#open.add(uploadId);
    else if (op !== "put part" && isGone) this.#open.delete(uploadId);
  }

  #of(operation: OperationName): Counts {
    const found = this.#counts.get(operation) ??
      { asked: 0, answered: 0, refused: 0, unknown: 0, failed: 0 };
    this.#counts.set(operation, found);
    return found;
  }
}

function endingOf(
  { op, outcome }: AttemptRecord,
): "answered" | "refused" | "unknown" | "failed" {
  if (outcome === "ok") return "answered";
  if (isRead(op)) return "failed";
  return outcome === "fail" ? "refused" : "unknown";
}
