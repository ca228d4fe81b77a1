/**
 * Operations of a run as columns, from the records of the core's log: what
 * began and what ended, joined. Goes in: records as they come; come out: rows.
 */
import type { ArrowColumn } from "./arrow_file.ts";

/** The part of a record of the log that a row is made of. */
export interface LoggedRecord {
  readonly sequence: number;
  readonly timeNs: number;
  readonly stage: "begun" | "ended";
  readonly op: string;
  /** `sequence` of the first record of the operation. */
  readonly begun: number;
  readonly lane: number | null;
  readonly file: number;
  readonly offset: number;
  readonly bytes: number;
  readonly generation: number;
  readonly durable: boolean;
  readonly hasFailed: boolean;
}

/** One operation; `ended` is `null` when nobody saw its end. */
interface OperationRow {
  readonly target: string;
  readonly begun: LoggedRecord;
  readonly bytes: number;
  readonly ended: LoggedRecord | null;
}

/** Joins the records of one space; the log of each counts for itself. */
export class OperationJoin {
  readonly #target: string;
  readonly #begun = new Map<number, LoggedRecord>();
  readonly #bytes = new Map<number, number>();
  #rows: OperationRow[] = [];

  constructor(target: string) {
    this.#target = target;
  }

  /** In the order of the log. */
  add(records: readonly LoggedRecord[]): void {
    for (const record of records) {
      const { begun, sequence, stage, bytes } = record;
      if (stage === "begun") {
        // Neighbours with another generation are records of the same write.
        if (begun === sequence) this.#begun.set(begun, record);
        this.#bytes.set(begun, (this.#bytes.get(begun) ?? 0) + bytes);
        continue;
      }
      const first = this.#begun.get(begun);
      // Its beginning was dropped: what is known of it is its end.
      this.#rows.push(this.#row(first ?? record, record));
    }
  }

  /** The rows so far; with `isOver` also what never ended. */
  take(isOver = false): OperationRow[] {
    const rows = this.#rows;
    this.#rows = [];
    if (!isOver) return rows;
    const open = [...this.#begun.values()].map((one) => this.#row(one, null));
    return [...rows, ...open];
  }

  #row(begun: LoggedRecord, ended: LoggedRecord | null): OperationRow {
    const key = begun.begun;
    const bytes = ended?.bytes ?? this.#bytes.get(key) ?? 0;
    this.#begun.delete(key);
    this.#bytes.delete(key);
    return { target: this.#target, begun, bytes, ended };
  }
}

/** Times are those of the core's monotonic clock, as in the JSON's steps. */
export function operationColumns(
  rows: readonly OperationRow[],
): ArrowColumn[] {
  const whole = (
    name: string,
    of: (row: OperationRow) => number | null,
  ): ArrowColumn => ({ name, kind: "whole", values: rows.map(of) });
  return [
    { name: "target", kind: "text", values: rows.map(({ target }) => target) },
    { name: "op", kind: "text", values: rows.map(({ begun }) => begun.op) },
    whole("lane", ({ begun }) => begun.lane),
    whole("file", ({ begun }) => begun.file),
    whole("offset", ({ begun }) => begun.offset),
    whole("bytes", ({ bytes }) => bytes),
    whole("generation", ({ begun }) => begun.generation),
    whole(
      "begun_ns",
      ({ begun }) => begun.stage === "begun" ? begun.timeNs : null,
    ),
    whole("ended_ns", ({ ended }) => ended?.timeNs ?? null),
    {
      name: "has_failed",
      kind: "claim",
      values: rows.map(({ ended }) => ended?.hasFailed ?? null),
    },
    {
      name: "is_durable",
      kind: "claim",
      values: rows.map(({ ended }) => ended?.durable ?? null),
    },
  ];
}
