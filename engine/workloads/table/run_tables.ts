/**
 * Runs a step that writes a table: writers append and merge, readers open
 * whatever version is there and compare its rows; at the end all rows are read
 * again, and a table that is whole is taken away unless it is to be kept. Goes
 * in: the planned step and ports; comes out: its report.
 */
import { CourseBook } from "../mod.ts";
import { type AppendFate, AppendLedger } from "./append_ledger.ts";
import { failureWord, type TellTableOperation } from "./ended_operation.ts";
import { loadArrow } from "./arrow_library.ts";
import { compareTable } from "./compare_table.ts";
import type { KnownRows } from "./known_rows.ts";
import {
  type LoadOptions,
  openLoaded,
  removeLoaded,
  rowsOf,
} from "./loaded_table.ts";
import { readSnapshots } from "./read_snapshots.ts";
import type { Table } from "./table.ts";
import { TableError } from "./table_error.ts";
import { beginJournal, type TableJournal } from "./table_journal.ts";
import { manifestPath } from "./table_path.ts";
import type { TableReport } from "./table_report.ts";
import { TableStore } from "./table_store.ts";
import { TableTroubles } from "./table_troubles.ts";
import { ToldFates } from "./told_fates.ts";
import type { WrittenRows } from "./table_update.ts";
import { Turns } from "./turns.ts";

export interface RunTablesOptions extends LoadOptions {
  /** Where a later process finds what was acknowledged; nowhere if absent. */
  readonly journal?: TableJournal;
  /** Leaves the table where it is, also where it was found whole. */
  readonly keeps?: boolean;
  nowNs(): number;
  readonly signal: AbortSignal;
  /** Appends and bytes of rows so far. */
  tell(appended: number, rowBytes: number): void;
  /** Absent: nobody asks for appends and snapshots one by one. */
  readonly ended?: TellTableOperation;
}

/** Of a batch, about; more would wait in every writer at once. */
const BATCH_BYTES = 1024 * 1024;
const BATCH_ROWS_MAX = 8192;
/** Of each writer; there may be a hundred. */
const BUFFER_BYTES = 4 * 1024 * 1024;
/** Each holds its rows, their pages, and what is on its way. */
const FILES_AT_ONCE = 4;
/** As often as anybody may be faster, with 256 writers. */
const RETRIES_MAX = 100_000;

/** Rejects only when this program is wrong. */
export async function runTables(
  options: RunTablesOptions,
): Promise<TableReport> {
  const { step } = options;
  const rows = rowsOf(await loadArrow(), step);
  if (options.journal !== undefined) beginJournal(options.journal);
  return await new TableLoad(options, rows).run();
}

class TableLoad {
  readonly #options: RunTablesOptions;
  readonly #rows: KnownRows;
  readonly #ledger: AppendLedger;
  readonly #troubles = new TableTroubles();
  readonly #fates: ToldFates;
  readonly #files = new Turns(FILES_AT_ONCE);
  readonly #latenciesNs: number[] = [];
  readonly #waitsNs: number[] = [];
  #course = new CourseBook(0);
  #next = 0;
  #lastVersion = 0;
  #conflicts = 0;
  #unknown = 0;
  #comparedRows = 0;
  /** By a mistake of this program. */
  #isLost = false;

  constructor(options: RunTablesOptions, rows: KnownRows) {
    this.#options = options;
    this.#fates = new ToldFates(options.journal, this.#troubles);
    this.#rows = rows;
    this.#ledger = new AppendLedger(options.step.appends, options.step.rows);
  }

  async run(): Promise<TableReport> {
    const { ended, nowNs, signal, step } = this.#options;
    const startNs = nowNs();
    this.#course = new CourseBook(startNs);
    await this.#write(0, 1);
    const over = new AbortController();
    const snapshots = readSnapshots({
      rows: this.#rows,
      step,
      open: () => openLoaded(this.#options),
      lastVersion: () => this.#lastVersion,
      troubles: this.#troubles,
      signal: AbortSignal.any([over.signal, signal]),
      nowNs: () => nowNs(),
      ...(ended === undefined ? {} : { ended }),
    });
    const writing = Array.from(
      { length: step.writers },
      (_, writer) => this.#write(writer, step.appends),
    );
    // Neither side writes or reads for hours for a run that is lost already.
    for (const one of [snapshots, ...writing]) {
      one.catch(() => {
        this.#isLost = true;
        over.abort();
      });
    }
    await Promise.allSettled(writing);
    const durationNs = nowNs() - startNs;
    over.abort();
    const read = await snapshots;
    this.#comparedRows += read.comparedRows;
    await Promise.all(writing);
    const end = signal.aborted ? null : await this.#readBack();
    const appended = this.#latenciesNs.length;
    const { failed, findings, findingsCount } = this.#troubles;
    const keptAt = await this.#end(
      findingsCount + failed.length === 0 && appended === step.appends &&
        !signal.aborted,
    );
    return {
      appends: step.appends,
      appended,
      rows: appended * step.rows,
      rowBytes: this.#bytes(appended),
      durationNs,
      latenciesNs: this.#latenciesNs,
      waitsNs: this.#waitsNs,
      course: this.#course.rows(startNs + durationNs),
      conflicts: this.#conflicts,
      unknownOutcomes: this.#unknown,
      snapshots: read.snapshots,
      comparedRows: this.#comparedRows,
      readBack: end?.readBack ?? 0,
      versions: end?.versions ?? this.#lastVersion,
      manifestBytes: end?.manifestBytes ?? 0,
      isStopped: signal.aborted,
      ...(keptAt === undefined ? {} : { keptAt }),
      ...{ findingsCount, findings, failed },
      failedCount: this.#troubles.failedCount,
    };
  }

  /** Where it is kept, or `undefined` once it is gone. */
  async #end(isWhole: boolean): Promise<string | undefined> {
    const { backend, keeps = false, ports, step } = this.#options;
    const path = step.keyPrefix.slice(0, -1);
    const { url } = new TableStore({ backend, path, ports });
    if (!isWhole || keeps) return url;
    // First: by a table that is half gone nobody may be judged.
    if (!this.#fates.remove()) return url;
    if (await removeLoaded(this.#options)) return undefined;
    this.#troubles.fail(
      "the table",
      `Cannot take away all of table "${url}": the storage refused to delete`,
    );
    return url;
  }

  #settle(append: number, fate: AppendFate): void {
    this.#ledger.settle(append, fate);
    this.#fates.note(append, fate);
  }

  #bytes(appends: number): number {
    const { rows } = this.#options.step;
    return Math.round(appends * rows * this.#rows.rowSizeBytes);
  }

  /** The first append makes the columns: two that make them conflict. */
  async #write(writer: number, end: number): Promise<void> {
    const { ended, nowNs, signal, tell } = this.#options;
    let table: Table | null = null;
    while (!signal.aborted && !this.#isLost && this.#next < end) {
      const append = this.#next++;
      const begunNs = ended === undefined ? 0 : nowNs();
      try {
        table ??= await openLoaded(this.#options);
        table = await this.#append(table, { append, writer });
        this.#troubles.went("writer");
        tell(this.#latenciesNs.length, this.#bytes(this.#latenciesNs.length));
      } catch (error) {
        const isUnknown = error instanceof TableError &&
          error.kind === "OutcomeUnknown";
        this.#troubles.met("writer", `append ${append}`, error);
        ended?.({
          ...{ op: "append", lane: writer, key: `append ${append}` },
          ...{ bytes: 0, startNs: begunNs, endNs: nowNs(), attempts: 1 },
          ...{ generation: null, failure: failureWord(error) },
        });
        this.#settle(append, isUnknown ? "unknown" : "none");
        table = null;
        if (this.#troubles.isHopeless("writer")) return;
      }
    }
  }

  async #append(
    table: Table,
    { append, writer: lane }: { append: number; writer: number },
  ): Promise<Table> {
    const { ended, nowNs } = this.#options;
    const rows = await this.#files.take(() => this.#writeRows(table, append));
    const askedNs = nowNs();
    let startNs = askedNs;
    const end = await table
      .begin({ resolver: "merge", retriesMax: RETRIES_MAX })
      .appendFiles(rows).commit(() => {
        startNs = nowNs();
      });
    const endNs = nowNs();
    this.#waitsNs.push(startNs - askedNs);
    this.#latenciesNs.push(endNs - startNs);
    this.#course.note(endNs, {
      latencyNs: endNs - startNs,
      bytes: this.#bytes(1),
      retries: end.conflicts,
    });
    ended?.({
      ...{ op: "append", lane, key: `append ${append}`, startNs, endNs },
      ...{ bytes: this.#bytes(1), attempts: 1 + end.conflicts },
      ...{ generation: end.version, failure: null },
    });
    this.#settle(append, "acknowledged");
    this.#lastVersion = Math.max(this.#lastVersion, end.version);
    this.#conflicts += end.conflicts;
    this.#unknown += end.unknownOutcomes;
    return table.at(end.snapshot);
  }

  async #writeRows(table: Table, append: number): Promise<WrittenRows> {
    const { step } = this.#options;
    const writer = await table.writer(this.#rows.schema, {
      "writer.compression": step.codec,
      "writer.buffer_size": `${BUFFER_BYTES}`,
    });
    const each = Math.max(
      1,
      Math.min(
        BATCH_ROWS_MAX,
        Math.floor(BATCH_BYTES / this.#rows.rowSizeBytes),
      ),
    );
    try {
      for (let row = 0; row < step.rows; row += each) {
        const count = Math.min(each, step.rows - row);
        await writer.write(this.#rows.batch(append * step.rows + row, count));
      }
      return await writer.close();
    } catch (error) {
      // What went wrong first is what is told.
      await writer.abort().catch(() => {});
      throw error;
    }
  }

  /** All rows of the last version, each append judged by what it was told. */
  async #readBack() {
    const { signal, step } = this.#options;
    try {
      const table = await openLoaded(this.#options);
      const path = manifestPath(table.version);
      const manifestBytes = await table.store.sizeOf(path) ?? 0;
      const { version: versions } = table;
      const seen = step.readsBack
        ? await compareTable({
          table,
          signal,
          rows: this.#rows,
          ledger: this.#ledger,
          troubles: this.#troubles,
        })
        : 0;
      this.#comparedRows += seen;
      return { readBack: seen, versions, manifestBytes };
    } catch (error) {
      this.#troubles.add("the last version", error);
      return null;
    }
  }
}
