/**
 * PostgreSQL by the client `postgres`, with a bounded number of connections.
 * Goes in: a URL; comes out: a `Database`. A connection that was lost is made
 * again by whoever comes next.
 */
import { ChangeBatches } from "./change_batches.ts";
import { type Database, PoolCount, type Sql } from "./database.ts";
import { Connections, within } from "./postgres_connections.ts";

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
  const read: Sql = (text, values) =>
    readers.hold(({ sql }) => sql(text, values));
  await read("SELECT 1");
  const changes = new ChangeBatches({
    hold: (act) => writers.hold(act),
    count,
  });
  return {
    read,
    change: (about, text, values = []) => changes.add({ about, text, values }),
    async transaction(act) {
      const value = await writers.hold(({ sql }) =>
        within(sql, () => act(sql))
      );
      count.transactions += 1;
      count.commits += 1;
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
