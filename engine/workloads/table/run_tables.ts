/**
 * Runs a step that writes a table: writers append and merge, readers open
 * whatever version is there and compare its rows; at the end all rows are read
 * again, and the table is taken away. Goes in: the planned step and ports;
 * comes out: its report.
 */
import type { Backend } from "../../../backends/mod.ts";
import { AppendLedger } from "./append_ledger.ts";
import { loadArrow } from "./arrow_library.ts";
import { checkTable } from "./check_table.ts";
import { KnownRows } from "./known_rows.ts";
import type { PlannedTableStep } from "./planned_table.ts";
import { readSnapshots } from "./read_snapshots.ts";
import { openTable, type Table } from "./table.ts";
import { TableError } from "./table_error.ts";
import { manifestPath } from "./table_path.ts";
import type { TablePorts } from "./table_ports.ts";
import type { TableReport } from "./table_report.ts";
import { TableTroubles } from "./table_troubles.ts";

export interface RunTablesOptions {
  readonly step: PlannedTableStep;
  readonly backend: Backend;
  readonly ports: TablePorts;
  nowNs(): number;
  readonly signal: AbortSignal;
  /** Appends and bytes of rows so far. */
  tell(appended: number, rowBytes: number): void;
}

/** Of a batch, about; more would wait in every writer at once. */
const BATCH_BYTES = 1024 * 1024;
const BATCH_ROWS_MAX = 8192;
/** Of each writer; there may be a hundred. */
const BUFFER_BYTES = 4 * 1024 * 1024;
/** As often as anybody may be faster, with 256 writers. */
const RETRIES_MAX = 100_000;

/** Rejects only when this program is wrong. */
export async function runTables(
  options: RunTablesOptions,
): Promise<TableReport> {
  const { step } = options;
  const rows = new KnownRows({
    arrow: await loadArrow(),
    seed: Number.parseInt(step.seed.slice(-8), 16),
    vectorSizeBytes: step.vectorBytes,
  });
  const load = new TableLoad(options, rows);
  try {
    return await load.run();
  } finally {
    await load.clear();
  }
}

class TableLoad {
  readonly #options: RunTablesOptions;
  readonly #rows: KnownRows;
  readonly #ledger: AppendLedger;
  readonly #troubles = new TableTroubles();
  readonly #latenciesNs: number[] = [];
  #next = 0;
  #lastVersion = 0;
  #conflicts = 0;
  #unknown = 0;
  #comparedRows = 0;

  constructor(options: RunTablesOptions, rows: KnownRows) {
    this.#options = options;
    this.#rows = rows;
    this.#ledger = new AppendLedger(options.step.appends, options.step.rows);
  }

  async run(): Promise<TableReport> {
    const { nowNs, signal, step } = this.#options;
    const startNs = nowNs();
    await this.#write(1);
    const over = new AbortController();
    const snapshots = readSnapshots({
      rows: this.#rows,
      step,
      open: () => this.#open(),
      lastVersion: () => this.#lastVersion,
      troubles: this.#troubles,
      signal: AbortSignal.any([over.signal, signal]),
    });
    const writing = Array.from(
      { length: step.writers },
      () => this.#write(step.appends),
    );
    await Promise.allSettled(writing);
    const durationNs = nowNs() - startNs;
    over.abort();
    const read = await snapshots;
    this.#comparedRows += read.comparedRows;
    await Promise.all(writing);
    const end = signal.aborted ? null : await this.#readBack();
    const appended = this.#latenciesNs.length;
    return {
      appends: step.appends,
      appended,
      rows: appended * step.rows,
      rowBytes: this.#bytes(appended),
      durationNs,
      latenciesNs: this.#latenciesNs,
      conflicts: this.#conflicts,
      unknownOutcomes: this.#unknown,
      snapshots: read.snapshots,
      comparedRows: this.#comparedRows,
      readBack: end?.readBack ?? 0,
      versions: end?.versions ?? this.#lastVersion,
      manifestBytes: end?.manifestBytes ?? 0,
      isStopped: signal.aborted,
      findingsCount: this.#troubles.findingsCount,
      findings: this.#troubles.findings,
      failed: this.#troubles.failed,
    };
  }

  /** What cannot be taken away is seen when the place is released. */
  async clear(): Promise<void> {
    const { backend, step } = this.#options;
    const prefix = step.keyPrefix;
    const keys: string[] = [];
    try {
      let after: string | undefined;
      do {
        const page = await backend.list(
          after === undefined ? { prefix } : { prefix, after },
        );
        keys.push(...page.objects.map(({ key }) => key));
        after = page.next;
      } while (after !== undefined);
      for (const key of keys) await backend.delete(key);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "StorageError") {
        throw error;
      }
    }
  }

  #open(): Promise<Table> {
    const { backend, ports, step } = this.#options;
    const path = step.keyPrefix.slice(0, -1);
    return openTable({ backend, path, ports, mayBeNew: true });
  }

  #bytes(appends: number): number {
    const { rows } = this.#options.step;
    return Math.round(appends * rows * this.#rows.rowSizeBytes);
  }

  /** The first append makes the columns: two that make them conflict. */
  async #write(end: number): Promise<void> {
    const { signal, tell } = this.#options;
    let table: Table | null = null;
    while (!signal.aborted && this.#next < end) {
      const append = this.#next++;
      try {
        table ??= await this.#open();
        table = await this.#append(table, append);
        tell(this.#latenciesNs.length, this.#bytes(this.#latenciesNs.length));
      } catch (error) {
        if (error instanceof TableError && error.kind === "OutcomeUnknown") {
          this.#ledger.settle(append, "unknown");
        }
        this.#troubles.add(`append ${append}`, error);
        table = null;
        if (this.#troubles.isHopeless) return;
      }
    }
  }

  async #append(table: Table, append: number): Promise<Table> {
    const { nowNs, step } = this.#options;
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
    for (let row = 0; row < step.rows; row += each) {
      const count = Math.min(each, step.rows - row);
      await writer.write(this.#rows.batch(append * step.rows + row, count));
    }
    const rows = await writer.close();
    const startNs = nowNs();
    const end = await table
      .begin({ resolver: "merge", retriesMax: RETRIES_MAX })
      .appendFiles(rows).commit();
    this.#latenciesNs.push(nowNs() - startNs);
    this.#ledger.settle(append, "acknowledged");
    this.#lastVersion = Math.max(this.#lastVersion, end.version);
    this.#conflicts += end.conflicts;
    this.#unknown += end.unknownOutcomes;
    return table.at(end.snapshot);
  }

  /** All rows of the last version, each append judged by what it was told. */
  async #readBack() {
    const { step } = this.#options;
    try {
      const table = await this.#open();
      const path = manifestPath(table.version);
      const manifestBytes = await table.store.sizeOf(path) ?? 0;
      const { version } = table;
      const seen = step.readsBack ? await this.#compareAll(table) : 0;
      return { readBack: seen, versions: version, manifestBytes };
    } catch (error) {
      this.#troubles.add("the last version", error);
      return null;
    }
  }

  async #compareAll(table: Table): Promise<number> {
    const reader = await table.reader();
    let seen = 0;
    for await (const batch of reader.scan()) {
      this.#troubles.judgeRows(batch, this.#rows, table.version);
      for (const id of batch.getChild("id") ?? []) {
        const sentence = this.#ledger.see(Number(id));
        if (sentence !== null) this.#troubles.find("rows", sentence);
      }
      seen += batch.numRows;
    }
    this.#comparedRows += seen;
    for (const sentence of this.#ledger.judge()) {
      this.#troubles.find("appends", sentence);
    }
    const { findings } = await checkTable({ store: table.store });
    for (const { path, sentence } of findings) {
      this.#troubles.find(path, sentence);
    }
    return seen;
  }
}
