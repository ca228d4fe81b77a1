/**
 * Judges a table that a run kept, in a later process: by the journal of the
 * run's writers, also where the run was killed. Goes in: the planned step and
 * ports; comes out: a report, in which nothing was written.
 */
import { AppendLedger } from "./append_ledger.ts";
import { loadArrow } from "./arrow_library.ts";
import { compareTable } from "./compare_table.ts";
import { type LoadOptions, openLoaded, rowsOf } from "./loaded_table.ts";
import { manifestPath } from "./table_path.ts";
import { readJournal, type TableJournal } from "./table_journal.ts";
import type { TableReport } from "./table_report.ts";
import { TableTroubles } from "./table_troubles.ts";

export interface ReadBackTableOptions extends LoadOptions {
  readonly journal: TableJournal;
  nowNs(): number;
  readonly signal: AbortSignal;
}

/** Rejects only when this program is wrong. */
export async function readBackTable(
  options: ReadBackTableOptions,
): Promise<TableReport> {
  const { journal, nowNs, signal, step } = options;
  const startNs = nowNs();
  const rows = rowsOf(await loadArrow(), step);
  const ledger = new AppendLedger(step.appends, step.rows);
  const troubles = new TableTroubles();
  const read = readJournal(journal.text(), ledger, step.appends);
  const told = { acknowledged: read.acknowledged, strayLines: read.strayLines };
  if (told.strayLines > 0) {
    troubles.fail(
      "the journal",
      `Cannot read ${told.strayLines} lines of the journal of step ` +
        `"${step.name}": appends that they tell of count as unknown`,
    );
  }
  let seen = 0;
  let versions = 0;
  let manifestBytes = 0;
  try {
    const table = await openLoaded(options);
    versions = table.version;
    const path = manifestPath(versions);
    if (versions > 0) manifestBytes = await table.store.sizeOf(path) ?? 0;
    seen = await compareTable({ table, rows, ledger, troubles, signal });
  } catch (error) {
    troubles.add("the last version", error);
  }
  const { acknowledged } = told;
  return {
    appends: acknowledged,
    appended: acknowledged,
    rows: acknowledged * step.rows,
    rowBytes: Math.round(acknowledged * step.rows * rows.rowSizeBytes),
    durationNs: nowNs() - startNs,
    latenciesNs: [],
    conflicts: 0,
    unknownOutcomes: ledger.unknown,
    snapshots: 0,
    comparedRows: seen,
    readBack: seen,
    versions,
    manifestBytes,
    isStopped: signal.aborted,
    isReadBack: true,
    findingsCount: troubles.findingsCount,
    findings: troubles.findings,
    failedCount: troubles.failedCount,
    failed: troubles.failed,
  };
}
