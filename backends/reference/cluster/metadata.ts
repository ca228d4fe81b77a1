/**
 * What the cluster knows of its objects: one transaction for each change. Goes
 * in: keys, versions, chunks; comes out: what is visible, and what is to be
 * deleted. Fails as the database does.
 */
import type { Database, Sql } from "./database.ts";
import { keyColumn, objectIn, type ObjectRow } from "./object_row.ts";

/** A part of an object, on as many servers as it has replicas. */
export interface ChunkRow {
  readonly number: number;
  readonly sizeBytes: number;
  readonly servers: readonly string[];
}

/** What must be true of the object before it is changed. */
export type Condition =
  | { readonly kind: "none" }
  | { readonly kind: "absent" }
  | { readonly kind: "match"; readonly version: string };

/** How a change ended; all but `done` changed nothing. */
export type ChangeEnd = "done" | "exists" | "changed" | "missing" | "lost";

/** A chunk on one server, which has to go. */
export interface DoomedChunk {
  readonly version: string;
  readonly number: number;
  readonly server: string;
}

/** Name of a chunk on its servers. */
export function chunkId(version: string, number: number): string {
  return `${version}-${number}`;
}

/** Over tables that were migrated. */
export class Metadata {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  facts() {
    return this.#database.facts();
  }

  /** From here on its chunks are no orphans. */
  async begin(version: string, startedMs: number): Promise<void> {
    await this.#database.change(
      version,
      "INSERT INTO uploads VALUES ($1, $2)",
      [version, startedMs],
    );
  }

  /** Makes the object visible; what was at its key is doomed. */
  async commit(
    object: ObjectRow,
    chunks: readonly ChunkRow[],
    condition: Condition,
  ): Promise<ChangeEnd> {
    const key = keyColumn(object.key);
    const { version } = object;
    const total = chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (total !== object.sizeBytes) {
      throw new TypeError(`Chunks have ${total} of ${object.sizeBytes} bytes`);
    }
    return await this.#database.transaction(async (sql) => {
      await this.#database.lock(sql, key);
      const why = await refused(sql, key, condition);
      if (why !== null) return why;
      const begun = await sql(
        "DELETE FROM uploads WHERE version = $1 RETURNING version",
        [version],
      );
      // It was taken for one that a dead gateway left behind.
      if (begun.length === 0) return "lost";
      await doom(sql, key);
      await sql("INSERT INTO objects VALUES ($1, $2, $3, $4, $5, $6, $7)", [
        ...[key, version, object.sizeBytes, object.crc32c],
        ...[object.contentType, JSON.stringify(object.metadata)],
        object.modifiedMs,
      ]);
      for (const { number, sizeBytes, servers } of chunks) {
        const chunk = [version, number] as const;
        await sql("INSERT INTO chunks VALUES ($1, $2, $3)", [
          ...chunk,
          sizeBytes,
        ]);
        for (const server of servers) {
          await sql("INSERT INTO replicas VALUES ($1, $2, $3)", [
            ...chunk,
            server,
          ]);
        }
      }
      return "done";
    });
  }

  /** Dooms what it has written, unless the version is visible: then true. */
  async abandon(
    version: string,
    chunks: readonly Pick<ChunkRow, "number" | "servers">[],
  ): Promise<boolean> {
    return await this.#database.transaction(async (sql) => {
      // A commit that is still under way somewhere is waited for here.
      await sql("DELETE FROM uploads WHERE version = $1", [version]);
      const visible = await sql(
        "SELECT version FROM objects WHERE version = $1",
        [version],
      );
      if (visible.length > 0) return true;
      for (const { number, servers } of chunks) {
        for (const server of servers) {
          await sql(
            "INSERT INTO doomed VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [version, number, server],
          );
        }
      }
      return false;
    });
  }

  /** All of a gateway that is gone; their chunks are orphans from now on. */
  async abandonAll(): Promise<void> {
    await this.#database.transaction((sql) => sql("DELETE FROM uploads"));
  }

  /** The object is gone, and its chunks are doomed. */
  async remove(key: string, condition: Condition): Promise<ChangeEnd> {
    const bytes = keyColumn(key);
    return await this.#database.transaction(async (sql) => {
      await this.#database.lock(sql, bytes);
      const why = await refused(sql, bytes, condition);
      if (why !== null) return why;
      return await doom(sql, bytes) ? "done" : "missing";
    });
  }

  /** Other words about the same bytes; `null` where there is no object. */
  async describe(
    key: string,
    { contentType, metadata }: Partial<
      Pick<ObjectRow, "contentType" | "metadata">
    >,
  ): Promise<ObjectRow | null> {
    const update = [
      "UPDATE objects SET content_type = coalesce($1, content_type), " +
      "metadata = coalesce($2, metadata) WHERE key = $3 RETURNING *",
      [
        contentType ?? null,
        metadata === undefined ? null : JSON.stringify(metadata),
        keyColumn(key),
      ],
    ] as const; // arguments, not a list
    const [first] = await this.#database.change(key, ...update);
    // A commit takes one row away and makes another: an update that waited for
    // the first does not see the second, unless it asks anew behind it.
    const row = first ?? await this.#database.transaction(async (sql) => {
      await this.#database.lock(sql, keyColumn(key));
      return (await sql(...update))[0];
    });
    return row === undefined ? null : objectIn(row);
  }

  /** The object alone. */
  async head(key: string): Promise<ObjectRow | null> {
    const [row] = await this.#database.read(
      "SELECT * FROM objects WHERE key = $1",
      [keyColumn(key)],
    );
    return row === undefined ? null : objectIn(row);
  }

  /** Chunks of a version in order; none once it is gone. */
  async chunks(version: string): Promise<readonly ChunkRow[]> {
    const rows = await this.#database.read(
      "SELECT number, size_bytes, server FROM chunks JOIN replicas " +
        "USING (version, number) WHERE version = $1 ORDER BY number, server",
      [version],
    );
    const chunks = new Map<number, ChunkRow>();
    for (const row of rows) {
      const number = Number(row["number"]);
      chunks.set(number, {
        number,
        sizeBytes: Number(row["size_bytes"]),
        servers: [
          ...chunks.get(number)?.servers ?? [],
          String(row["server"]),
        ],
      });
    }
    return [...chunks.values()];
  }

  /** Objects whose key is `from` or later, in the order of its bytes. */
  async page(
    from: Uint8Array,
    isAfter: boolean,
    limit: number,
  ): Promise<readonly ObjectRow[]> {
    const rows = await this.#database.read(
      `SELECT * FROM objects WHERE key ${isAfter ? ">" : ">="} $1 ` +
        "ORDER BY key LIMIT $2",
      [from, limit],
    );
    return rows.map(objectIn);
  }

  /** Of these versions those that have an object or an upload. */
  async known(versions: readonly string[]): Promise<ReadonlySet<string>> {
    const list = versions.map((_, at) => `$${at + 1}`).join(", ");
    if (list === "") return new Set();
    const rows = await this.#database.read(
      `SELECT version FROM objects WHERE version IN (${list}) UNION ` +
        `SELECT version FROM uploads WHERE version IN (${list})`,
      versions,
    );
    return new Set(rows.map((row) => String(row["version"])));
  }

  /** Names of all that keep a chunk of an object; looks at every chunk. */
  async servers(): Promise<readonly string[]> {
    const rows = await this.#database.read(
      "SELECT DISTINCT server FROM replicas ORDER BY server",
    );
    return rows.map((row) => String(row["server"]));
  }

  async doomed(limit: number): Promise<readonly DoomedChunk[]> {
    const rows = await this.#database.read(
      "SELECT version, number, server FROM doomed " +
        "ORDER BY version, number, server LIMIT $1",
      [limit],
    );
    return rows.map((row) => ({
      version: String(row["version"]),
      number: Number(row["number"]),
      server: String(row["server"]),
    }));
  }

  /** They are gone from their servers. */
  async forget(chunks: readonly DoomedChunk[]): Promise<void> {
    await this.#database.transaction(async (sql) => {
      for (const { version, number, server } of chunks) {
        await sql(
          "DELETE FROM doomed WHERE version = $1 AND number = $2 " +
            "AND server = $3",
          [version, number, server],
        );
      }
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

async function refused(
  sql: Sql,
  key: Uint8Array,
  condition: Condition,
): Promise<ChangeEnd | null> {
  if (condition.kind === "none") return null;
  const [row] = await sql("SELECT version FROM objects WHERE key = $1", [key]);
  if (condition.kind === "absent") return row === undefined ? null : "exists";
  if (row === undefined) return "missing";
  return row["version"] === condition.version ? null : "changed";
}

/** Whether there was an object at the key. */
async function doom(sql: Sql, key: Uint8Array): Promise<boolean> {
  await sql(
    "INSERT INTO doomed SELECT version, number, server FROM replicas " +
      "WHERE version = (SELECT version FROM objects WHERE key = $1)",
    [key],
  );
  const gone = await sql(
    "DELETE FROM objects WHERE key = $1 RETURNING version",
    [key],
  );
  return gone.length > 0;
}
