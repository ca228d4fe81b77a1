/**
 * A table at one place of a target: a snapshot of it, and the ways to write, to
 * commit and to read. A snapshot never changes; `refresh` takes a newer one.
 */
import type { Backend } from "../../../backends/mod.ts";
import type { Schema } from "apache-arrow";
import { FileLists } from "./checkpoints.ts";
import { emptyManifest, type Manifest } from "./manifest.ts";
import { TableError } from "./table_error.ts";
import type { TablePorts } from "./table_ports.ts";
import type { TableProperties } from "./table_properties.ts";
import { openTableReader, type TableReader } from "./table_reader.ts";
import type { TableReaderOptions } from "./table_reader.ts";
import { TableStore } from "./table_store.ts";
import { openTableWriter, type TableWriter } from "./table_writer.ts";
import { Transaction, type TransactionOptions } from "./transaction.ts";
import {
  highestFrom,
  listVersions,
  openLatest,
  openNewer,
  readManifest,
  type Snapshot,
} from "./versions.ts";

export interface OpenTableOptions {
  readonly backend: Backend;
  /** As seen from the target; "" is the target itself. */
  readonly path: string;
  readonly ports: TablePorts;
  /** The newest that is whole when absent. */
  readonly version?: number;
  /** Version 0 where nothing is yet, for who wants to write it. */
  readonly mayBeNew?: boolean;
}

/**
 * Throws `TableMissing` where there is no manifest, `FileMissing` for a version
 * that is gone, `InvalidArgument` for one that never was, and what
 * `openLatest` throws.
 */
export async function openTable(options: OpenTableOptions): Promise<Table> {
  const store = new TableStore(options);
  const snapshot = options.version === undefined
    ? await openLatest(store)
    : await openVersion(store, options.version);
  const isEmpty = snapshot.manifest.version === 0;
  if (isEmpty && options.mayBeNew !== true && options.version !== 0) {
    throw missing(store);
  }
  return new Table(store, snapshot);
}

async function openVersion(
  store: TableStore,
  version: number,
): Promise<Snapshot> {
  if (version === 0) {
    const highestVersion = (await listVersions(store)).at(-1) ?? 0;
    const manifest = emptyManifest(store.ports.uuid());
    return { manifest, crc32c: null, highestVersion, broken: [] };
  }
  const read = await readManifest(store, version).catch(async (error) => {
    throw await asAsked(store, version, error);
  });
  const highestVersion = await highestFrom(store, version);
  return { ...read, highestVersion, broken: [] };
}

/** A version beyond the newest is no loss of the storage. */
async function asAsked(
  store: TableStore,
  version: number,
  error: unknown,
): Promise<unknown> {
  const isMissing = error instanceof TableError && error.kind === "FileMissing";
  if (!isMissing) return error;
  const highest = (await listVersions(store)).at(-1) ?? 0;
  if (version <= highest) return error;
  if (highest === 0) return missing(store);
  return new TableError(
    "InvalidArgument",
    `Cannot open version ${version} of table "${store.url}": the newest is ` +
      `version ${highest}`,
    error,
  );
}

function missing({ url }: TableStore): TableError {
  return new TableError(
    "TableMissing",
    `Cannot open table "${url}": there is no manifest below "_metadata/"`,
  );
}

/** One version, and where newer ones are. */
export class Table {
  readonly store: TableStore;
  /** Files of versions; keeps lists that it has read. */
  readonly lists: FileLists;
  readonly snapshot: Snapshot;

  /** Use `openTable`. */
  constructor(
    store: TableStore,
    snapshot: Snapshot,
    lists = new FileLists(store),
  ) {
    this.store = store;
    this.snapshot = snapshot;
    this.lists = lists;
  }

  get manifest(): Manifest {
    return this.snapshot.manifest;
  }

  get version(): number {
    return this.manifest.version;
  }

  /** The newest version that is whole, as a table of its own. */
  async refresh(): Promise<Table> {
    return new Table(this.store, await openLatest(this.store));
  }

  /** Likewise, but it looks for names beyond those that it knows alone. */
  async advance(): Promise<Table> {
    const newer = await openNewer(this.store, this.snapshot);
    return new Table(this.store, newer, this.lists);
  }

  /** The table after a commit, without reading it. */
  at(snapshot: Snapshot): Table {
    return new Table(this.store, snapshot);
  }

  /** A transaction that reads this snapshot. */
  begin(options: Omit<TransactionOptions, "store" | "base"> = {}): Transaction {
    return new Transaction({
      ...options,
      store: this.store,
      base: this.snapshot,
    });
  }

  /** Rows to be appended, in the groups that the table has. */
  writer(
    schema: Schema,
    properties: Readonly<Record<string, string>> | TableProperties = {},
  ): Promise<TableWriter> {
    const { store } = this;
    const existing = this.manifest.groups;
    return openTableWriter({ store, schema, properties, existing });
  }

  /** Throws `SchemaMismatch` and `InvalidArgument` for what it has not. */
  reader(
    options: Omit<TableReaderOptions, "store" | "lists" | "manifest"> = {},
  ): Promise<TableReader> {
    const { lists, manifest, store } = this;
    return openTableReader({ ...options, lists, manifest, store });
  }
}
