/**
 * PostgreSQL by the client `postgres`, with a bounded pool. Goes in: a URL; comes
 * out: a `Database`. A connection that was lost is made again by the next query.
 */
import type postgres from "postgres";
import { type Database, PoolCount, type Sql } from "./database.ts";

/** Connections; PostgreSQL has 100 for everybody. */
const POOL_MAX = 16;
/** A server that is restarting is waited for so long. */
const CONNECT_SECONDS = 5;

/** Fails when nobody answers there. */
export async function openPostgres(url: string): Promise<Database> {
  const { default: connect } = await import("postgres");
  const pool = connect(url, {
    max: POOL_MAX,
    connect_timeout: CONNECT_SECONDS,
    onnotice: () => {},
  });
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
        ),
      ]);
  const within = async <T>(act: () => Promise<T>): Promise<T> => {
    count.waiting += 1;
    let isWaiting = true;
    const enter = () => {
      if (isWaiting) count.waiting -= 1;
      isWaiting = false;
    };
    try {
      return await act();
    } finally {
      enter();
    }
  };
  await sqlOf(pool)("SELECT 1");
  return {
    read: sqlOf(pool),
    transaction: (act) =>
      within(async () => {
        let value: Awaited<ReturnType<typeof act>> | undefined;
        await pool.begin(async (connection) => {
          count.waiting -= 1;
          count.enter();
          try {
            value = await act(sqlOf(connection));
          } finally {
            count.leave();
            count.waiting += 1;
          }
        });
        count.transactions += 1;
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
    close: () => pool.end({ timeout: CONNECT_SECONDS }),
  };
}

/** As the client writes byte strings into text. */
function bytea(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return `\\x${hex}`;
}
