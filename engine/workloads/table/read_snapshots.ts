/**
 * Readers beside writers: each opens whatever version is there, holds it
 * against what was acknowledged before, and compares a part of its rows.
 */
import { failureWord, type TellTableOperation } from "./ended_operation.ts";
import type { KnownRows } from "./known_rows.ts";
import type { PlannedTableStep } from "./planned_table.ts";
import type { Table } from "./table.ts";
import type { TableTroubles } from "./table_troubles.ts";
import { Turns } from "./turns.ts";

export interface ReadSnapshotsOptions {
  readonly rows: KnownRows;
  readonly step: PlannedTableStep;
  open(): Promise<Table>;
  /** The newest version that somebody was told of. */
  lastVersion(): number;
  readonly troubles: TableTroubles;
  readonly signal: AbortSignal;
  nowNs(): number;
  readonly ended?: TellTableOperation;
}

/** How much was looked at. */
export interface SnapshotsRead {
  readonly snapshots: number;
  readonly comparedRows: number;
}

/** Of one snapshot: a reader that reads all would see few of them. */
const ROWS_MAX = 65_536;
/** The same for wide rows, in memory. */
const ROWS_BYTES_MAX = 4 * 1024 * 1024;
/** The same where each file has few. */
const FILES_MAX = 64;
/** In between names are looked for one by one, which costs far less. */
const LISTED_EVERY = 32;
/** Each holds the pages of a file, and one thread reads them all. */
const SCANS_AT_ONCE = 2;

/** Ends once `signal` is aborted. */
export async function readSnapshots(
  options: ReadSnapshotsOptions,
): Promise<SnapshotsRead> {
  const { step } = options;
  const scans = new Turns(SCANS_AT_ONCE);
  const readers = Array.from(
    { length: step.readers },
    (_, reader) => new SnapshotReader({ ...options, scans }, reader),
  );
  await Promise.all(readers.map((reader) => reader.run()));
  const sum = (of: (reader: SnapshotReader) => number) =>
    readers.reduce((total, reader) => total + of(reader), 0);
  return {
    snapshots: sum((one) => one.snapshots),
    comparedRows: sum((one) => one.comparedRows),
  };
}

interface ReaderOptions extends ReadSnapshotsOptions {
  readonly scans: Turns;
}

class SnapshotReader {
  snapshots = 0;
  comparedRows = 0;
  readonly #options: ReaderOptions;
  #seen = 0;
  #table: Table | null = null;
  #draw: number;
  readonly #reader: number;

  constructor(options: ReaderOptions, reader: number) {
    this.#options = options;
    this.#reader = reader;
    this.#draw = Number.parseInt(options.step.seed.slice(0, 8), 16) + reader;
  }

  async run(): Promise<void> {
    const { signal, troubles } = this.#options;
    while (!signal.aborted && !troubles.isHopeless("reader")) {
      try {
        await this.#one();
        troubles.went("reader");
      } catch (error) {
        troubles.met("reader", "a reader", error);
      }
    }
  }

  async #one(): Promise<void> {
    const { lastVersion, scans, step, troubles } = this.#options;
    const before = lastVersion();
    const table = await this.#open();
    this.#table = table;
    const { manifest, version } = table;
    this.snapshots += 1;
    const least = Math.max(before, this.#seen);
    this.#seen = Math.max(this.#seen, version);
    if (version < least) {
      const sentence = `Version ${version} was opened as the newest, and ` +
        `version ${least} was there before`;
      troubles.find(`version ${least}`, sentence);
    }
    if (manifest.rowCount !== version * step.rows) {
      const sentence = `Version ${version} tells ${manifest.rowCount} rows, ` +
        `and ${version} appends have ${version * step.rows}`;
      troubles.find(`version ${version}`, sentence);
    }
    if (manifest.rowCount === 0) return;
    await scans.take(() => this.#compare(table));
  }

  /** Some rows, wherever they lie. */
  async #compare(table: Table): Promise<void> {
    const { rows, signal, step, troubles } = this.#options;
    const { rowCount } = table.manifest;
    const most = Math.max(1, Math.floor(ROWS_BYTES_MAX / rows.rowSizeBytes));
    const start = this.#below(rowCount);
    const count = Math.min(ROWS_MAX, most, FILES_MAX * step.rows);
    const end = Math.min(rowCount, start + count);
    const reader = await table.reader();
    for await (const batch of reader.scan({ rows: { start, end } })) {
      if (signal.aborted) return;
      troubles.judgeRows(batch, rows, table.version);
      this.comparedRows += batch.numRows;
    }
  }

  async #open(): Promise<Table> {
    const { ended, nowNs } = this.#options;
    if (ended === undefined) return await this.#newest();
    const told = {
      op: "snapshot" as const, // not any text
      ...{ lane: this.#reader, bytes: 0, attempts: 1, startNs: nowNs() },
    };
    try {
      const table = await this.#newest();
      const key = `version ${table.version}`;
      const endNs = nowNs();
      ended({ ...told, key, endNs, generation: table.version, failure: null });
      return table;
    } catch (error) {
      const failure = failureWord(error);
      const endNs = nowNs();
      ended({ ...told, key: "", endNs, generation: null, failure });
      throw error;
    }
  }

  async #newest(): Promise<Table> {
    const isListed = this.snapshots % LISTED_EVERY === 0;
    return isListed || this.#table === null
      ? await this.#options.open()
      : await this.#table.advance();
  }

  #below(bound: number): number {
    this.#draw = (Math.imul(this.#draw, 0x19660d) + 0x3c6ef35f) >>> 0;
    return Math.floor(this.#draw / 2 ** 32 * bound);
  }
}
