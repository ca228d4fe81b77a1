/**
 * Connections to PostgreSQL, each used by one at a time. Goes in: how many, and
 * what is to be done with one; comes out: what that gave.
 *
 * Design: one pool of the client `postgres` for each connection, dropped when it
 * was lost. Within a pool of many it writes to the socket of a server that was
 * killed, which ends the process, and a connection that is made again may go on
 * in the middle of a transaction.
 */
import type { PoolCount, Sql, SqlRow, SqlValue } from "./database.ts";
import { hostUrls } from "./postgres_hosts.ts";
import { openServerSocket } from "./postgres_socket.ts";

/** As much of the client `postgres` as is used: a pool, made by its function. */
export interface ClientPool {
  unsafe(
    text: string,
    values: SqlValue[],
    options: { readonly prepare: boolean },
  ): PromiseLike<Iterable<SqlRow>>;
  /** Queries that are under way are waited for, up to so many seconds. */
  end(options: { readonly timeout: number }): Promise<void>;
}

export interface ClientOptions {
  readonly max: number;
  readonly connect_timeout: number;
  readonly fetch_types: boolean;
  readonly onnotice: () => void;
  /** A connection of the pool is gone. */
  readonly onclose: () => void;
}

export interface ConnectionsOptions {
  readonly connect: (url: string, options: ClientOptions) => ClientPool;
  /** It may name several hosts, of which the first that answers is used. */
  readonly url: string;
  readonly max: number;
  readonly count: PoolCount;
  /** Who waits and who works is told to `count`. */
  readonly isCounted: boolean;
}

/** A server that is restarting is waited for so long. */
const CONNECT_SECONDS = 5;
/** Lists of versions come in any length, and are not worth a plan. */
const PREPARED_VALUES_MAX = 8;

/** The server went away: whether the last statement was done is not known. */
class ConnectionGone extends Error {
  override readonly name = "ConnectionGone";
  readonly code = "CONNECTION_CLOSED";
}

/** What is sent to the server as one. */
export interface Statement {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** One that is open, or will be when it is used. */
export interface Connection {
  readonly sql: Sql;
  /** All or nothing, durable when it resolves; in one round trip if it can. */
  together(
    statements: readonly Statement[],
  ): Promise<readonly (readonly SqlRow[])[]>;
  readonly isLost: () => boolean;
  close(): Promise<void>;
}

/** Made when they are needed. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #urls: readonly string[];
  readonly #idle: Connection[] = [];
  readonly #waiting: (() => void)[] = [];
  #inUse = 0;
  /** The host that is asked first. */
  #first = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#urls = hostUrls(options.url);
  }

  /** Fails as `act` does; a connection that was lost is not used again. */
  async hold<T>(act: (one: Connection) => Promise<T>): Promise<T> {
    await this.#enter();
    const connection = await this.#take();
    try {
      return await act(connection);
    } finally {
      if (connection.isLost()) connection.close().catch(() => {});
      else this.#idle.push(connection);
      this.#leave();
    }
  }

  /** What was lost while nobody used it fails nobody. */
  async #take(): Promise<Connection> {
    for (let one; (one = this.#idle.pop()) !== undefined;) {
      if (!one.isLost()) return one;
      one.close().catch(() => {});
    }
    // The last one says by itself why it cannot be used.
    for (let left = this.#urls.length - 1; left > 0; left--) {
      const host = this.#first;
      const one = this.#open(host);
      if (await one.sql("SELECT 1").then(() => true, () => false)) return one;
      one.close().catch(() => {});
      // Unless somebody else has found out meanwhile.
      if (this.#first === host) this.#first = (host + 1) % this.#urls.length;
    }
    return this.#open(this.#first);
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((one) => one.close()));
  }

  async #enter(): Promise<void> {
    const { count, isCounted, max } = this.#options;
    if (this.#inUse < max) {
      this.#inUse += 1;
      if (isCounted) count.enter();
      return;
    }
    if (isCounted) count.waiting += 1;
    // Whoever leaves hands over its place.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (isCounted) count.waiting -= 1;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) return next();
    this.#inUse -= 1;
    if (this.#options.isCounted) this.#options.count.leave();
  }

  #open(host: number): Connection {
    const { connect, count } = this.#options;
    let isLost = false;
    const options = {
      max: 1,
      connect_timeout: CONNECT_SECONDS,
      // It would ask for the types of lists, and there are none here.
      fetch_types: false,
      onnotice: () => {},
      onclose: () => {
        isLost = true;
      },
      // Known to the client, though not to its types.
      socket: openServerSocket,
    };
    const pool = connect(this.#urls[host] ?? "", options);
    const known = new Set<string>();
    const query = async (text: string, values: Parameters<Sql>[1] = []) => {
      if (isLost) throw new ConnectionGone("The database went away");
      const prepare = values.length <= PREPARED_VALUES_MAX;
      try {
        const rows = [...await pool.unsafe(text, [...values], { prepare })];
        // What waited behind a loss was made over another connection.
        if (isLost) throw new ConnectionGone("The database went away");
        if (prepare) known.add(text);
        return rows;
      } catch (cause) {
        // What the server says has a severity; all else is about the way to it.
        if (!isRefusal(cause)) isLost = true;
        throw cause;
      }
    };
    const sql: Sql = (text, values) => count.timed(() => query(text, values));
    return {
      sql,
      async together(statements) {
        const [first] = statements;
        if (statements.length === 1 && first !== undefined) {
          return [await sql(first.text, first.values)];
        }
        // What is not prepared yet holds up the others, and those would go to
        // the next connection when this one is lost.
        const isKnown = statements.every(({ text }) => known.has(text));
        return isKnown
          ? await atOnce(sql, statements)
          : await within(sql, () => oneByOne(sql, statements));
      },
      isLost: () => isLost,
      close: () => pool.end({ timeout: isLost ? 0 : CONNECT_SECONDS }),
    };
  }
}

/** The server said it; all else leaves open whether it was done. */
export function isRefusal(cause: unknown): boolean {
  return cause instanceof Error && "severity" in cause;
}

/** A transaction around `act`, which is undone by what that throws. */
export async function within<T>(sql: Sql, act: () => Promise<T>): Promise<T> {
  await sql("BEGIN");
  try {
    const value = await act();
    await sql("COMMIT");
    return value;
  } catch (cause) {
    // Of a connection that was lost the server undoes it by itself.
    await sql("ROLLBACK").catch(() => {});
    throw cause;
  }
}

async function oneByOne(sql: Sql, statements: readonly Statement[]) {
  const rows: (readonly SqlRow[])[] = [];
  for (const { text, values } of statements) rows.push(await sql(text, values));
  return rows;
}

/** A transaction of which nothing waits for an answer. */
async function atOnce(sql: Sql, statements: readonly Statement[]) {
  // Behind a refusal the server takes COMMIT for ROLLBACK.
  const ends = await Promise.allSettled([
    sql("BEGIN"),
    ...statements.map(({ text, values }) => sql(text, values)),
    sql("COMMIT"),
  ]);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return ends.slice(1, -1)
    .map((end) => end.status === "fulfilled" ? end.value : []);
}
