/**
 * One gateway: metadata, chunk servers and a port. Goes in: where all of them
 * are; comes out: a URL that answers until it is closed.
 */
import { StorageError } from "../../errors.ts";
import type { Crc32c } from "../../gateway/chunk_client.ts";
import { BLOCK_BYTES } from "../../gateway/chunk_messages.ts";
import { BufferPool } from "../../grpc/buffer_pool.ts";
import { HttpServer } from "../http/http_server.ts";
import { CHUNK_BYTES_MAX, isChunkSize } from "./chunk_service.ts";
import { ChunkServers, type ServerPlace } from "./chunk_servers.ts";
import type { Database } from "./database.ts";
import { GatewayService } from "./gateway_service.ts";
import { Metadata } from "./metadata.ts";
import { openPostgres } from "./postgres_database.ts";
import { migrate, OBJECT_BYTES_MAX } from "./schema.ts";
import { openSqlite } from "./sqlite_database.ts";
import { Sweeper } from "./sweeper.ts";

export interface GatewayServerOptions {
  readonly crc32c: Crc32c;
  readonly servers: readonly ServerPlace[];
  /** `postgres://...`, or the path of a file for the embedded one. */
  readonly database: string;
  /** A free one when 0. */
  readonly port: number;
  /** 1 when absent. */
  readonly replicas?: number;
  /** A multiple of 256 KiB; 1.67 GB when absent. */
  readonly chunkBytes?: number;
  /** 10 GB when absent, and at most. */
  readonly sizeBytesMax?: number;
  readonly nowMs?: () => number;
  /** For those who break it on purpose: stands before the database. */
  readonly alter?: (database: Database) => Database;
}

/** Serves until it is closed. One gateway at a time uses a database. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** For those who judge it from inside. */
  readonly metadata: Metadata;
  close(): Promise<void>;
}

/**
 * Uploads of a gateway that is gone are dropped; their chunks are collected.
 * Fails with a `StorageError` for a database that cannot be used.
 */
export async function startGateway(
  options: GatewayServerOptions,
): Promise<RunningGateway> {
  const { crc32c, replicas = 1, chunkBytes = CHUNK_BYTES_MAX } = options;
  if (!isChunkSize(chunkBytes)) {
    throw new TypeError(
      `A chunk has a multiple of ${BLOCK_BYTES} bytes, up to ` +
        `${CHUNK_BYTES_MAX}: ${chunkBytes} is none`,
    );
  }
  const { alter = (one) => one } = options;
  const metadata = await openMetadata(options.database, alter);
  const pool = new BufferPool();
  const servers = new ChunkServers(options.servers, { crc32c, pool });
  const sweeper = new Sweeper({ metadata, servers });
  await servers.ask();
  const service = new GatewayService({
    ...{ metadata, servers, sweeper, crc32c, pool, chunkBytes, replicas },
    sizeBytesMax: options.sizeBytesMax ?? OBJECT_BYTES_MAX,
    nowMs: options.nowMs ?? Date.now,
  });
  const closeParts = async () => {
    await sweeper.close();
    await servers.close();
    await metadata.close();
  };
  let http: HttpServer;
  try {
    await service.start();
    http = new HttpServer({
      port: options.port,
      onRequest: (request) => service.answer(request),
    });
  } catch (cause) {
    await closeParts();
    throw cause;
  }
  const close = async () => {
    await http.close();
    await closeParts();
  };
  const { url, port } = http;
  return { url, port, metadata, close, [Symbol.asyncDispose]: close };
}

/** With its tables as this program knows them, and nobody's uploads. */
async function openMetadata(
  place: string,
  alter: (database: Database) => Database,
): Promise<Metadata> {
  const isServer = place.startsWith("postgres");
  let database: Database | undefined;
  try {
    database = alter(
      isServer ? await openPostgres(place) : await openSqlite(place),
    );
    await migrate(database);
    const metadata = new Metadata(database);
    await metadata.abandonAll();
    return metadata;
  } catch (cause) {
    await database?.close().catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    const name = isServer ? withoutSecrets(place) : place;
    throw new StorageError(`Cannot use the database "${name}": ${reason}`, {
      ...{ kind: "Unavailable", operation: "open", cause },
    });
  }
}

function withoutSecrets(text: string): string {
  const url = URL.parse(text);
  return url === null
    ? "postgres://"
    : `${url.protocol}//${url.host}${url.pathname}`;
}
