/**
 * Readers beside writers: each opens whatever version is there, holds it
 * against what was acknowledged before, and compares a part of its rows.
 */
import type { KnownRows } from "./known_rows.ts";
import type { PlannedTableStep } from "./planned_table.ts";
import type { Table } from "./table.ts";
import type { TableTroubles } from "./table_troubles.ts";

export interface ReadSnapshotsOptions {
  readonly rows: KnownRows;
  readonly step: PlannedTableStep;
  open(): Promise<Table>;
  /** The newest version that somebody was told of. */
  lastVersion(): number;
  readonly troubles: TableTroubles;
  readonly signal: AbortSignal;
}

/** How much was looked at. */
export interface SnapshotsRead {
  readonly snapshots: number;
  readonly comparedRows: number;
}

/** Of one snapshot: a reader that reads all would see few of them. */
const ROWS_MAX = 65_536;

/** Ends once `signal` is aborted. */
export async function readSnapshots(
  options: ReadSnapshotsOptions,
): Promise<SnapshotsRead> {
  const { step } = options;
  const readers = Array.from(
    { length: step.readers },
    (_, reader) => new SnapshotReader(options, reader),
  );
  await Promise.all(readers.map((reader) => reader.run()));
  const sum = (of: (reader: SnapshotReader) => number) =>
    readers.reduce((total, reader) => total + of(reader), 0);
  return {
    snapshots: sum((one) => one.snapshots),
    comparedRows: sum((one) => one.comparedRows),
  };
}

class SnapshotReader {
  snapshots = 0;
  comparedRows = 0;
  readonly #options: ReadSnapshotsOptions;
  #seen = 0;
  #draw: number;

  constructor(options: ReadSnapshotsOptions, reader: number) {
    this.#options = options;
    this.#draw = Number.parseInt(options.step.seed.slice(0, 8), 16) + reader;
  }

  async run(): Promise<void> {
    const { signal, troubles } = this.#options;
    while (!signal.aborted && !troubles.isHopeless) {
      try {
        await this.#one();
      } catch (error) {
        troubles.add("a reader", error);
      }
    }
  }

  async #one(): Promise<void> {
    const { lastVersion, open, rows, step, troubles } = this.#options;
    const before = lastVersion();
    const table = await open();
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
    const start = this.#below(manifest.rowCount);
    const end = Math.min(manifest.rowCount, start + ROWS_MAX);
    const reader = await table.reader();
    for await (const batch of reader.scan({ rows: { start, end } })) {
      troubles.judgeRows(batch, rows, version);
      this.comparedRows += batch.numRows;
    }
  }

  #below(bound: number): number {
    this.#draw = (Math.imul(this.#draw, 0x19660d) + 0x3c6ef35f) >>> 0;
    return Math.floor(this.#draw / 2 ** 32 * bound);
  }
}
