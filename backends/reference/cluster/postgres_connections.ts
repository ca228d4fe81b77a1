/**
 * Connections to PostgreSQL, each used by one at a time. Goes in: how many, and
 * what is to be done with one; comes out: what that gave.
 *
 * Design: one pool of the client `postgres` for each connection, dropped when it
 * was lost. Within a pool of many it writes to the socket of a server that was
 * killed, which ends the process, and a connection that is made again may go on
 * in the middle of a transaction.
 */
import type postgres from "postgres";
import type { PoolCount, Sql } from "./database.ts";

export interface ConnectionsOptions {
  readonly connect: typeof postgres;
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

interface Connection {
  readonly sql: Sql;
  readonly isLost: () => boolean;
  close(): Promise<void>;
}

/** Made when they are needed. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #idle: Connection[] = [];
  readonly #waiting: (() => void)[] = [];
  #inUse = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  /** Fails as `act` does; a connection that was lost is not used again. */
  async hold<T>(act: (sql: Sql) => Promise<T>): Promise<T> {
    await this.#enter();
    const connection = this.#idle.pop() ?? this.#open();
    try {
      return await act(connection.sql);
    } finally {
      if (connection.isLost()) connection.close().catch(() => {});
      else this.#idle.push(connection);
      this.#leave();
    }
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

  #open(): Connection {
    const { connect, count, url } = this.#options;
    let isLost = false;
    const pool = connect(url, {
      max: 1,
      connect_timeout: CONNECT_SECONDS,
      onnotice: () => {},
      onclose: () => {
        isLost = true;
      },
    });
    const query = async (text: string, values: Parameters<Sql>[1] = []) => {
      if (isLost) throw new ConnectionGone("The database went away");
      const prepare = values.length <= PREPARED_VALUES_MAX;
      try {
        return [...await pool.unsafe(text, [...values], { prepare })];
      } catch (cause) {
        // What the server says has a severity; all else is about the way to it.
        const isSaid = cause instanceof Error && "severity" in cause;
        if (!isSaid) isLost = true;
        throw cause;
      }
    };
    return {
      sql: (text, values) => count.timed(() => query(text, values)),
      isLost: () => isLost,
      close: () => pool.end({ timeout: isLost ? 0 : CONNECT_SECONDS }),
    };
  }
}
