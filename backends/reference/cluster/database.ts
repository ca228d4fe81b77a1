/**
 * What the metadata needs of a database, whichever it is: statements with `$1`
 * for values, transactions, and what they cost.
 */

/** A value as it goes in and comes out; large numbers may come out as text. */
export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = Readonly<Record<string, unknown>>;

/** Runs one statement. */
export type Sql = (
  text: string,
  values?: readonly SqlValue[],
) => Promise<readonly SqlRow[]>;

/** How busy the pool of connections is, and what it has done. */
export interface PoolFacts {
  readonly kind: "sqlite" | "postgres";
  /** Connections for changes, or transactions that go together, at most. */
  readonly max: number;
  readonly inUse: number;
  readonly waiting: number;
  /** The most that were ever in use at a time. */
  readonly inUseMax: number;
  readonly transactions: number;
  /** Flushes of the database that made them durable. */
  readonly commits: number;
  readonly queries: number;
  /** Of the queries, together, without the time that they waited. */
  readonly queryMs: number;
}

/** Fails as the database does; whoever calls words it. */
export interface Database {
  /** One statement that changes nothing, outside of a transaction. */
  readonly read: Sql;
  /** One statement, whole or not at all, about one row: the same words for it. */
  change(
    about: string,
    text: string,
    values?: readonly SqlValue[],
  ): Promise<readonly SqlRow[]>;
  /** All or nothing, durable when it resolves; what `act` throws undoes it. */
  transaction<T>(act: (sql: Sql) => Promise<T>): Promise<T>;
  /** Within a transaction: nobody else changes that key until its end. */
  lock(sql: Sql, key: Uint8Array): Promise<void>;
  /** Type of byte strings, and what the dialect says in their place. */
  readonly bytesType: string;
  facts(): PoolFacts;
  close(): Promise<void>;
}

/** Numbers of a pool as they change. */
export class PoolCount {
  inUse = 0;
  inUseMax = 0;
  waiting = 0;
  transactions = 0;
  commits = 0;
  queries = 0;
  queryMs = 0;

  enter(): void {
    this.inUse += 1;
    this.inUseMax = Math.max(this.inUseMax, this.inUse);
  }

  leave(): void {
    this.inUse -= 1;
  }

  /** Counts and times one query. */
  async timed<T>(query: () => Promise<T> | T): Promise<T> {
    const startMs = performance.now();
    try {
      return await query();
    } finally {
      this.queries += 1;
      this.queryMs += performance.now() - startMs;
    }
  }

  facts(kind: PoolFacts["kind"], max: number): PoolFacts {
    const { inUse, inUseMax, waiting, queries, queryMs } = this;
    const { commits, transactions } = this;
    return {
      ...{ kind, max, inUse, inUseMax, waiting },
      ...{ transactions, commits, queries, queryMs },
    };
  }
}
