/**
 * What writers of a step were told of their appends, line by line, where it
 * outlives them: so that a later process can judge the table by it.
 */
import type { AppendFate, AppendLedger } from "./append_ledger.ts";

/** Where the lines are. Fails with what the place of it fails with. */
export interface TableJournal {
  /** All that was written, also by a process that was killed. */
  text(): string;
  /** Once it returns, killing this process does not undo it. */
  append(line: string): void;
  /** The table is gone, and nobody will ask any more. */
  remove(): void;
  close(): void;
}

/** The first line of every journal: one without it was never begun. */
const HEAD = "appends of a table\n";
const FATE = /^(acknowledged|refused) (\d{1,7})$/;

/** Before the first append. */
export function beginJournal(journal: TableJournal): void {
  journal.append(HEAD);
}

/** An unknown outcome is what every append has that is not in there. */
export function noteFate(
  journal: TableJournal,
  append: number,
  fate: AppendFate,
): void {
  if (fate === "unknown") return;
  const word = fate === "none" ? "refused" : fate;
  journal.append(`${word} ${append}\n`);
}

/** What was read of a journal. */
export interface JournalRead {
  readonly acknowledged: number;
  /** Lines that say nothing; the last one, cut by a kill, is none of them. */
  readonly strayLines: number;
}

/**
 * Has `ledger` know what the journal knows. Whatever has no line may be there
 * or not: the writer was killed before it could tell.
 */
export function readJournal(
  text: string,
  ledger: AppendLedger,
  appends: number,
): JournalRead {
  for (let append = 0; append < appends; append++) {
    ledger.settle(append, "unknown");
  }
  const acknowledged = new Set<number>();
  let strayLines = text === "" || text.startsWith(HEAD) ? 0 : 1;
  for (const line of text.split("\n").slice(1, -1)) {
    const [, fate, digits] = FATE.exec(line) ?? [];
    const append = Number(digits);
    if (!(append < appends)) {
      strayLines += 1;
    } else if (fate === "acknowledged") {
      acknowledged.add(append);
      ledger.settle(append, "acknowledged");
    } else {
      ledger.settle(append, "none");
    }
  }
  return { acknowledged: acknowledged.size, strayLines };
}
