/**
 * Holds a whole table against what was acknowledged: every value of every row,
 * each append by what its writer was told, and each version and file by
 * itself. Findings go where the troubles of a load go.
 */
import type { AppendLedger } from "./append_ledger.ts";
import { checkTable } from "./check_table.ts";
import type { KnownRows } from "./known_rows.ts";
import type { Table } from "./table.ts";
import type { TableTroubles } from "./table_troubles.ts";

export interface CompareTableOptions {
  readonly table: Table;
  readonly rows: KnownRows;
  readonly ledger: AppendLedger;
  readonly troubles: TableTroubles;
  /** Ends it early: what was not read by then is not judged. */
  readonly signal: AbortSignal;
}

/** Resolves to the rows that were compared. Fails as reading does. */
export async function compareTable(
  options: CompareTableOptions,
): Promise<number> {
  const { ledger, rows, signal, table, troubles } = options;
  let seen = 0;
  // A table without a version has no columns that could be read.
  if (table.version > 0) {
    const reader = await table.reader();
    for await (const batch of reader.scan()) {
      if (signal.aborted) return seen;
      troubles.judgeRows(batch, rows, table.version);
      for (const id of batch.getChild("id") ?? []) {
        const sentence = ledger.see(Number(id));
        if (sentence !== null) troubles.find("rows", sentence);
      }
      seen += batch.numRows;
    }
  }
  for (const sentence of ledger.judge()) troubles.find("appends", sentence);
  const { findings } = await checkTable({ store: table.store });
  for (const { path, sentence } of findings) troubles.find(path, sentence);
  return seen;
}
