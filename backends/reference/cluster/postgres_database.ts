/**
 * PostgreSQL by the client `postgres`, with a bounded pool. Goes in: a URL; comes
 * out: a `Database`. A connection that was lost is made again by the next query.
 */
import type postgres from "postgres";
import { type Database, PoolCount, type Sql } from "./database.ts";

/** Connections for changes; PostgreSQL has 100 for everybody. */
const POOL_MAX = 16;
/** For queries, which would else wait behind flushes; each takes many at once. */
const READERS = 2;
/** Lists of versions come in any length, and are not worth a plan. */
const PREPARED_VALUES_MAX = 8;
/** A server that is restarting is waited for so long. */
const CONNECT_SECONDS = 5;

/** Fails when nobody answers there. */
export async function openPostgres(url: string): Promise<Database> {
  const { default: connect } = await import("postgres");
  const pooled = (max: number) =>
    connect(url, {
      max,
      connect_timeout: CONNECT_SECONDS,
      onnotice: () => {},
    });
  const [pool, readers] = [pooled(POOL_MAX), pooled(READERS)];
  const count = new PoolCount();
  const sqlOf =
    (connection: postgres.Sql | postgres.TransactionSql): Sql =>
    (text, values = []) =>
      count.timed(async () => [
        ...await connection.unsafe(
          text,
          values.map((value) =>
            value instanceof Uint8Array ? bytea(value) : value
          ),
          { prepare: values.length <= PREPARED_VALUES_MAX },
        ),
      ]);
  // The time that is waited for a connection is none of the queries'.
  const slots = new Slots(count);
  await sqlOf(pool)("SELECT 1");
  return {
    read: sqlOf(readers),
    change: (text, values) => slots.hold(() => sqlOf(pool)(text, values)),
    transaction: (act) =>
      slots.hold(async () => {
        let value: Awaited<ReturnType<typeof act>> | undefined;
        await pool.begin(async (connection) => {
          value = await act(sqlOf(connection));
        });
        // `begin` resolves only once `act` has.
        return value as Awaited<ReturnType<typeof act>>;
      }),
    async lock(sql, key) {
      await sql(
        "SELECT pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 0))",
        [key],
      );
    },
    bytesType: "BYTEA",
    facts: () => count.facts("postgres", POOL_MAX),
    async close() {
      const timeout = CONNECT_SECONDS;
      await Promise.all([pool.end({ timeout }), readers.end({ timeout })]);
    },
  };
}

/** Who may change something now: as many as there are connections. */
class Slots {
  readonly #count: PoolCount;
  readonly #waiting: (() => void)[] = [];

  constructor(count: PoolCount) {
    this.#count = count;
  }

  /** Counts a transaction where `act` does not fail. */
  async hold<T>(act: () => Promise<T>): Promise<T> {
    const count = this.#count;
    if (count.inUse < POOL_MAX) count.enter();
    else {
      count.waiting += 1;
      // Whoever leaves hands over its slot.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      count.waiting -= 1;
    }
    try {
      const value = await act();
      count.transactions += 1;
      return value;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) count.leave();
      else next();
    }
  }
}

/** As the client writes byte strings into text. */
function bytea(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return `\\x${hex}`;
}
