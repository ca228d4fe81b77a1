/**
 * Changes to a table that become visible together or not at all. Recorded
 * updates go in, a version comes out. A commit whose answer was lost is decided
 * by looking at what is there: the id of the transaction tells whose it is.
 */
import { spillFiles } from "./checkpoints.ts";
import { type CommitProtocol, CREATE_ONLY } from "./commit_protocol.ts";
import { encodeManifest } from "./manifest_codec.ts";
import type {
  DeltaLog,
  LobFile,
  Manifest,
  Stat,
  TableField,
  TableIndex,
} from "./manifest.ts";
import { publishOnce } from "./publish_once.ts";
import { resolveCommit, type ResolverName } from "./resolver.ts";
import { TableError } from "./table_error.ts";
import { manifestPath } from "./table_path.ts";
import { sumText } from "./table_ports.ts";
import type { TableStore } from "./table_store.ts";
import type { NewGroup, TableUpdate, WrittenRows } from "./table_update.ts";
import { commitsOf, type TableCommits } from "./turns.ts";
import { highestFrom, readManifest, type Snapshot } from "./versions.ts";

export interface TransactionOptions {
  readonly store: TableStore;
  /** What it reads, until its end. */
  readonly base: Snapshot;
  /** `fail` when absent. */
  readonly resolver?: ResolverName;
  /** How often a taken version may be followed by another try; 1. */
  readonly retriesMax?: number;
  readonly protocol?: CommitProtocol;
  /** 2, or 1 for older programs. */
  readonly formatVersion?: 1 | 2;
}

/** What became of a commit. */
export interface Committed {
  readonly version: number;
  readonly transactionId: string;
  /** Versions that others took first. */
  readonly conflicts: number;
  /** Answers that were lost, and whose outcome was looked up. */
  readonly unknownOutcomes: number;
  /** To go on from without reading it. */
  readonly snapshot: Snapshot;
}

export class Transaction {
  readonly id: string;
  readonly #options: TransactionOptions;
  readonly #updates: TableUpdate[] = [];
  readonly #checkpoints: string[] = [];
  #end: "committed" | "aborted" | null = null;

  constructor(options: TransactionOptions) {
    this.#options = options;
    this.id = options.store.ports.uuid();
  }

  /** As it was when the transaction began, whatever others do. */
  get manifest(): Manifest {
    return this.#options.base.manifest;
  }

  get readVersion(): number {
    return this.manifest.version;
  }

  /** Rows of a writer, behind those that are there. */
  appendFiles(rows: WrittenRows): this {
    return this.#record({ is: "append files", rows });
  }

  /** New columns for rows that are there, from `firstRow` on. */
  addColumnGroup(
    group: NewGroup,
    fields: readonly TableField[],
    firstRow = 0,
  ): this {
    return this.#record({ is: "add column group", group, fields, firstRow });
  }

  /** A column that no row has a value in yet. */
  addField(field: TableField): this {
    return this.#record({ is: "add field", field });
  }

  dropColumn(column: string): this {
    return this.#record({ is: "drop column", column });
  }

  addDeltaLog(log: DeltaLog): this {
    return this.#record({ is: "add delta log", log });
  }

  setStat(name: string, stat: Stat): this {
    return this.#record({ is: "set stat", name, stat });
  }

  addIndex(index: TableIndex): this {
    return this.#record({ is: "add index", index });
  }

  dropIndex(column: string, type: string): this {
    return this.#record({ is: "drop index", column, type });
  }

  addLobFile(lob: LobFile): this {
    return this.#record({ is: "add lob file", lob });
  }

  setProperty(name: string, value: string | null): this {
    return this.#record({ is: "set property", name, value });
  }

  /**
   * Throws `Conflict` and `RetriesExhausted` as the resolver has it, and
   * `OutcomeUnknown` when it cannot be told whether it was committed: then
   * nobody may do the work again before `id` is looked for. `begun` is called
   * once others of this process let it try: before that the store has no part.
   */
  async commit(begun: () => void = () => {}): Promise<Committed> {
    this.#mustBeOpen("commit");
    if (this.#updates.length === 0) {
      throw new TableError(
        "InvalidArgument",
        "Cannot commit: the transaction does nothing",
      );
    }
    const commits = commitsOf(this.#options.store);
    return await commits.turns.take(() => {
      begun();
      return this.#publish(commits);
    });
  }

  async #publish(commits: TableCommits): Promise<Committed> {
    const { retriesMax = 1, store } = this.#options;
    let known = await this.#known(commits);
    let unknownOutcomes = 0;
    for (let conflicts = 0;; conflicts++) {
      const highestVersion = await highestFrom(store, known);
      this.#failIfArmed("manifest.commit.fail");
      const next = await this.#next(highestVersion);
      this.#failIfArmed("manifest.write.fail");
      const bytes = encodeManifest(next, store.ports.crc32c);
      const { tableId, version } = next;
      const end = await publishOnce({
        ...{ store, version, bytes, id: this.id },
        protocol: this.#options.protocol ?? CREATE_ONLY,
      });
      commits.newest = { tableId, version };
      unknownOutcomes += end.unknownOutcomes;
      if (end.isOurs) {
        this.#end = "committed";
        const counts = { conflicts, unknownOutcomes };
        return this.#committed(next, bytes, counts);
      }
      known = next.version;
      if (conflicts >= retriesMax) {
        throw new TableError(
          "RetriesExhausted",
          `Cannot commit: others took version ${next.version} and ` +
            `${conflicts} before it, and ${retriesMax} retries are allowed`,
        );
      }
    }
  }

  /** A version that is there: from one near the newest few looks are left. */
  async #known({ newest }: TableCommits): Promise<number> {
    const { base: { highestVersion, manifest }, store } = this.#options;
    const isAhead = newest?.tableId === manifest.tableId &&
      newest.version > highestVersion;
    // Who took the table away, or lost a version, took it from us as well.
    return isAhead && await store.sizeOf(manifestPath(newest.version)) !== null
      ? newest.version
      : highestVersion;
  }

  /** Nothing was ever visible; files that were written stay as orphans. */
  abort(): void {
    this.#mustBeOpen("abort");
    this.#end = "aborted";
  }

  /** Lists of files that commits wrote; those that failed left orphans. */
  get checkpointPaths(): readonly string[] {
    return this.#checkpoints;
  }

  async #next(highestVersion: number): Promise<Manifest> {
    const { base, formatVersion = 2, resolver = "fail", store } = this.#options;
    const resolved = await resolveCommit({
      resolver,
      base,
      highestVersion,
      updates: this.#updates,
      readLatest: () => readManifest(store, highestVersion),
    });
    const named = {
      ...resolved,
      tableId: resolved.tableId || store.ports.uuid(),
      transactionId: this.id,
      formatVersion,
    };
    if (formatVersion === 1) return named;
    return await spillFiles(store, named, (path) => {
      this.#checkpoints.push(path);
    });
  }

  #committed(
    manifest: Manifest,
    bytes: Uint8Array,
    counts: Pick<Committed, "conflicts" | "unknownOutcomes">,
  ): Committed {
    const { crc32c } = this.#options.store.ports;
    return {
      version: manifest.version,
      transactionId: this.id,
      ...counts,
      snapshot: {
        manifest,
        crc32c: sumText(crc32c(bytes)),
        highestVersion: manifest.version,
        broken: [],
      },
    };
  }

  #failIfArmed(point: "manifest.commit.fail" | "manifest.write.fail"): void {
    const { ports, url } = this.#options.store;
    if (ports.faults.fires(point, 5) === null) return;
    throw new TableError(
      "FaultInjected",
      `Cannot commit to table "${url}": the fault ${point} is armed`,
    );
  }

  #record(update: TableUpdate): this {
    this.#mustBeOpen(update.is);
    this.#updates.push(update);
    return this;
  }

  #mustBeOpen(action: string): void {
    if (this.#end === null) return;
    throw new TableError(
      "Closed",
      `Cannot ${action}: the transaction was ${this.#end}`,
    );
  }
}
