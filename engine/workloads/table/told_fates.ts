/**
 * A journal that is told of appends while it can be: one that fails is a trouble
 * of the load, and not its end. Goes in: fates; come out: lines of the journal.
 */
import { isWorldError } from "../mod.ts";
import type { AppendFate } from "./append_ledger.ts";
import { noteFate, type TableJournal } from "./table_journal.ts";
import type { TableTroubles } from "./table_troubles.ts";

/** Once it has failed nothing more is told: a line may be cut there. */
export class ToldFates {
  #journal: TableJournal | undefined;
  readonly #troubles: Pick<TableTroubles, "fail">;

  constructor(
    journal: TableJournal | undefined,
    troubles: Pick<TableTroubles, "fail">,
  ) {
    this.#journal = journal;
    this.#troubles = troubles;
  }

  /** What is not there is unknown to who reads it, and judges nothing. */
  note(append: number, fate: AppendFate): void {
    this.#tell((journal) => noteFate(journal, append, fate));
  }

  /** False: the journal is still there. */
  remove(): boolean {
    return this.#tell((journal) => journal.remove());
  }

  #tell(about: (journal: TableJournal) => void): boolean {
    if (this.#journal === undefined) return true;
    try {
      about(this.#journal);
      return true;
    } catch (error) {
      if (!isWorldError(error)) throw error;
      this.#journal = undefined;
      this.#troubles.fail("the journal", error.message);
      return false;
    }
  }
}
