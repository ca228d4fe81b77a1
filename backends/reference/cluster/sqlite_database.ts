/**
 * The embedded database: SQLite of the runtime, in one file, durable with each
 * commit. Goes in: a path; comes out: a `Database`.
 *
 * Design: a commit costs a flush of the disk (4 ms here), so transactions that
 * wait are committed together, each with a savepoint of its own: 250 a second
 * become thousands.
 */
import { type Database, PoolCount, type Sql } from "./database.ts";

/** Transactions that one flush makes durable; more only lengthen the wait. */
const BATCH_MAX = 64;
/** Statements of ours are few; lists of versions come in any length. */
const PREPARED_MAX = 64;

interface Waiting {
  readonly act: (sql: Sql) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: unknown) => void;
}

/** Opens or makes the file. */
export async function openSqlite(path: string): Promise<Database> {
  const { DatabaseSync } = await import("node:sqlite");
  const open = () => {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec("PRAGMA foreign_keys = ON");
    database.exec("PRAGMA busy_timeout = 10000");
    return database;
  };
  // Readers have their own, and see nothing that is not committed.
  const [writer, reader] = [open(), open()];
  const count = new PoolCount();
  const sqlOf = (database: typeof writer): Sql => {
    const known = new Map<string, ReturnType<typeof database.prepare>>();
    const prepared = (text: string) => {
      const found = known.get(text);
      if (found !== undefined) return found;
      const statement = database.prepare(text.replaceAll(/\$(\d+)/g, "?$1"));
      if (known.size < PREPARED_MAX) known.set(text, statement);
      return statement;
    };
    return (text, values = []) =>
      count.timed(() => Promise.resolve(prepared(text).all(...values)));
  };
  const batches = new Batches(sqlOf(writer), count);
  return {
    read: sqlOf(reader),
    change: (_, text, values) => batches.add((sql) => sql(text, values)),
    transaction: (act) => batches.add(act),
    lock: () => Promise.resolve(), // There is one writer.
    bytesType: "BLOB",
    facts: () => count.facts("sqlite", BATCH_MAX),
    async close() {
      await batches.idle();
      reader.close();
      writer.close();
    },
  };
}

/** Commits together what came while the last commit was under way. */
class Batches {
  readonly #sql: Sql;
  readonly #count: PoolCount;
  readonly #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;

  constructor(sql: Sql, count: PoolCount) {
    this.#sql = sql;
    this.#count = count;
  }

  add<T>(act: (sql: Sql) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // What `act` gives is what `resolve` takes, which a list cannot say.
      const done = resolve as (value: unknown) => void;
      this.#waiting.push({ act, resolve: done, reject });
      this.#count.waiting = this.#waiting.length;
      this.#running ??= this.#run();
    });
  }

  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    // What is asked for in the same turn goes together.
    await new Promise((resolve) => setTimeout(resolve, 0));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_MAX);
      this.#count.waiting = this.#waiting.length;
      for (const _ of batch) this.#count.enter();
      await this.#commit(batch);
      for (const _ of batch) this.#count.leave();
      // Whoever reads gets a turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    this.#running = null;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const ends: (() => void)[] = [];
    try {
      await this.#sql("BEGIN IMMEDIATE");
      for (const { act, resolve, reject } of batch) {
        await this.#sql("SAVEPOINT one");
        try {
          const value = await act(this.#sql);
          ends.push(() => resolve(value));
        } catch (cause) {
          await this.#sql("ROLLBACK TO one");
          ends.push(() => reject(cause));
        }
        await this.#sql("RELEASE one");
      }
      await this.#sql("COMMIT");
    } catch (cause) {
      await this.#sql("ROLLBACK").catch(() => {});
      for (const { reject } of batch) reject(cause);
      return;
    }
    this.#count.transactions += batch.length;
    this.#count.commits += 1;
    for (const end of ends) end();
  }
}
