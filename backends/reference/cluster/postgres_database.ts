/**
 * PostgreSQL by the client `postgres`, with a bounded number of connections.
 * Goes in: a URL; comes out: a `Database`. A connection that was lost is made
 * again by whoever comes next.
 */
import { type Database, PoolCount, type Sql } from "./database.ts";
import { Connections } from "./postgres_connections.ts";

/** Connections for changes; PostgreSQL has 100 for everybody. */
const POOL_MAX = 16;
/** For queries, which would else wait behind flushes. */
const READERS = 4;

/** Fails when nobody answers there. */
export async function openPostgres(url: string): Promise<Database> {
  const { default: connect } = await import("postgres");
  const count = new PoolCount();
  const writers = new Connections({
    ...{ connect, url, count, max: POOL_MAX, isCounted: true },
  });
  const readers = new Connections({
    ...{ connect, url, count, max: READERS, isCounted: false },
  });
  const read: Sql = (text, values) => readers.hold((sql) => sql(text, values));
  await read("SELECT 1");
  return {
    read,
    async change(text, values) {
      const rows = await writers.hold((sql) => sql(text, values));
      count.transactions += 1;
      return rows;
    },
    async transaction(act) {
      const value = await writers.hold((sql) => within(sql, act));
      count.transactions += 1;
      return value;
    },
    async lock(sql, key) {
      await sql(
        "SELECT pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 0))",
        [key],
      );
    },
    bytesType: "BYTEA",
    facts: () => count.facts("postgres", POOL_MAX),
    async close() {
      await Promise.all([writers.close(), readers.close()]);
    },
  };
}

async function within<T>(
  sql: Sql,
  act: (sql: Sql) => Promise<T>,
): Promise<T> {
  await sql("BEGIN");
  try {
    const value = await act(sql);
    await sql("COMMIT");
    return value;
  } catch (cause) {
    // Of a connection that was lost the server undoes it by itself.
    await sql("ROLLBACK").catch(() => {});
    throw cause;
  }
}
