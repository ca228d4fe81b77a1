/** What a load of a table did, one by one, for whoever asks. */

/** An append, or the opening of a version, that has ended. */
export interface EndedTableOperation {
  readonly op: "append" | "snapshot";
  /** Of the writer or the reader. */
  readonly lane: number;
  /** `append 7`, `version 3`. */
  readonly key: string;
  /** Of its rows in memory; 0 where it failed or nothing was written. */
  readonly bytes: number;
  /** Of an append: when its commit was asked for, if it came so far. */
  readonly startNs: number;
  readonly endNs: number;
  /** With the first one: others took as many versions. */
  readonly attempts: number;
  /** Version; `null` where there is none. */
  readonly generation: number | null;
  /** A word; `null`: it went well. */
  readonly failure: string | null;
}

/** Told of each; absent: nobody asks. */
export type TellTableOperation = (operation: EndedTableOperation) => void;

/** The kind of a failure, else its name. */
export function failureWord(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  return "kind" in error ? String(error.kind) : error.name;
}
