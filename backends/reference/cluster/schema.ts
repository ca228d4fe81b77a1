/**
 * The tables of the metadata, as steps that a database is brought up by, each
 * once and whole. What must not be is forbidden here, not only in the code.
 */
import type { Database } from "./database.ts";

/** Bytes of the largest object: 10 GB. */
export const OBJECT_BYTES_MAX = 10_000_000_000;

const VERSION = "TEXT NOT NULL CHECK (length(version) = 32)";

/** One list of statements for each version of the schema. */
const STEPS = (bytes: string): readonly (readonly string[])[] => [[
  // An object is visible exactly while it has a row here.
  `CREATE TABLE objects (
    key ${bytes} PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 1024),
    version ${VERSION} UNIQUE,
    size_bytes BIGINT NOT NULL
      CHECK (size_bytes BETWEEN 0 AND ${OBJECT_BYTES_MAX}),
    crc32c BIGINT NOT NULL CHECK (crc32c BETWEEN 0 AND 4294967295),
    content_type TEXT NOT NULL CHECK (content_type <> ''),
    metadata TEXT NOT NULL,
    modified_ms BIGINT NOT NULL)`,
  `CREATE TABLE chunks (
    version ${VERSION} REFERENCES objects (version) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 9999),
    size_bytes BIGINT NOT NULL CHECK (size_bytes > 0),
    PRIMARY KEY (version, number))`,
  `CREATE TABLE replicas (
    version TEXT NOT NULL,
    number INTEGER NOT NULL,
    server TEXT NOT NULL CHECK (server <> ''),
    PRIMARY KEY (version, number, server),
    FOREIGN KEY (version, number) REFERENCES chunks ON DELETE CASCADE)`,
  // Chunks of these are being written, and are nobody's orphans yet.
  `CREATE TABLE uploads (
    version ${VERSION} PRIMARY KEY,
    started_ms BIGINT NOT NULL)`,
  // Chunks that no object has any more, until their server has confirmed it.
  `CREATE TABLE doomed (
    version ${VERSION},
    number INTEGER NOT NULL,
    server TEXT NOT NULL,
    PRIMARY KEY (version, number, server))`,
]];

/**
 * Brings the tables up to what this program knows; returns their version. Fails
 * with a `TypeError` for those of a later program.
 */
export async function migrate(database: Database): Promise<number> {
  const steps = STEPS(database.bytesType);
  return await database.transaction(async (sql) => {
    await sql(
      "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY)",
    );
    const [row] = await sql("SELECT max(number) AS done FROM migrations");
    const done = Number(row?.["done"] ?? 0);
    if (done > steps.length) {
      throw new TypeError(
        `its tables have version ${done}, and this program knows ` +
          `${steps.length}`,
      );
    }
    for (const [at, statements] of steps.entries()) {
      if (at < done) continue;
      for (const statement of statements) await sql(statement);
      await sql("INSERT INTO migrations VALUES ($1)", [at + 1]);
    }
    return steps.length;
  });
}
