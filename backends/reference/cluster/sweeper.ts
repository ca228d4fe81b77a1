/**
 * Deletes chunks that no object has: those that are doomed, until their server
 * has confirmed it, and orphans that a killed gateway left behind. Goes in: the
 * metadata and the servers; comes out: servers that hold nothing else.
 */
import { GrpcError } from "../../grpc/grpc_status.ts";
import type { ChunkServers, KnownServer } from "./chunk_servers.ts";
import {
  chunkId,
  type ChunkRow,
  type DoomedChunk,
  type Metadata,
} from "./metadata.ts";

/** Names that are asked about at once. */
const BATCH = 256;
/** What could not be deleted is tried again. */
const PAUSE_MS = 1000;
/** Turns between two looks for orphans on every server. */
const COLLECT_EVERY = 15;
/** Whoever waits for the end of an upload waits so often for a database. */
const SETTLE_TRIES = 50;
const SETTLE_PAUSE_MS = 200;

export interface SweeperOptions {
  readonly metadata: Metadata;
  readonly servers: ChunkServers;
}

/** Works by itself until it is closed. */
export class Sweeper {
  /** Chunks that were found without an object. */
  orphansDeleted = 0;
  /** Turns that ended early, and were tried again. */
  failures = 0;
  readonly #options: SweeperOptions;
  readonly #readers = new Map<string, number>();
  readonly #collecting = new Set<Promise<void>>();
  readonly #unsettled = new Map<string, readonly ChunkRow[]>();
  readonly #timer: ReturnType<typeof setInterval>;
  #turn: Promise<void> | null = null;
  #turns = 0;
  #isWanted = false;
  #isClosed = false;

  constructor(options: SweeperOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), PAUSE_MS);
    options.servers.onUp = (server) => this.#collect(server);
  }

  /** A version that is read stays until `dispose`. */
  reading(version: string): Disposable {
    const add = (by: number) => {
      const count = (this.#readers.get(version) ?? 0) + by;
      if (count > 0) this.#readers.set(version, count);
      else this.#readers.delete(version);
    };
    add(1);
    let isReading = true;
    return {
      [Symbol.dispose]: () => {
        if (!isReading) return;
        isReading = false;
        add(-1);
      },
    };
  }

  /**
   * An upload that failed: true if it is visible nevertheless. Never fails:
   * while the database is away it is false, and is settled later.
   */
  async abandon(
    version: string,
    chunks: readonly ChunkRow[],
  ): Promise<boolean> {
    const { metadata } = this.#options;
    for (let left = SETTLE_TRIES; left > 0 && !this.#isClosed; left--) {
      try {
        const isVisible = await metadata.abandon(version, chunks);
        await this.sweep();
        return isVisible;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS));
      }
    }
    this.#unsettled.set(version, chunks);
    return false;
  }

  /** Resolves once what is doomed by now was tried; never fails. */
  sweep(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isWanted = true;
    this.#turn ??= this.#run();
    return this.#turn;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#turn;
    await Promise.all(this.#collecting);
  }

  async #run(): Promise<void> {
    // Who asked while a turn was under way is answered by the next one.
    while (this.#isWanted && !this.#isClosed) {
      this.#isWanted = false;
      try {
        await this.#settle();
        await this.#deleteDoomed();
      } catch {
        this.failures += 1;
      }
    }
    this.#turn = null;
  }

  async #settle(): Promise<void> {
    for (const [version, chunks] of this.#unsettled) {
      await this.#options.metadata.abandon(version, chunks);
      this.#unsettled.delete(version);
    }
  }

  /** What came too late for its delete is found by looking. */
  #tick(): void {
    this.#turns += 1;
    this.sweep();
    if (this.#turns % COLLECT_EVERY > 0 || this.#collecting.size > 0) return;
    for (const server of this.#options.servers.up) this.#collect(server);
  }

  async #deleteDoomed(): Promise<void> {
    const { metadata } = this.#options;
    const doomed = (await metadata.doomed(BATCH))
      .filter(({ version }) => !this.#readers.has(version));
    const gone = (await Promise.all(doomed.map((one) => this.#delete(one))))
      .flatMap((one) => one ?? []);
    if (gone.length === 0) return;
    await metadata.forget(gone);
    if (gone.length === BATCH) this.#isWanted = true;
  }

  async #delete(chunk: DoomedChunk): Promise<DoomedChunk | null> {
    const { servers } = this.#options;
    const server = servers.all.find(({ name }) => name === chunk.server);
    if (server === undefined || server.health === null) return null;
    try {
      await server.client.delete(chunkId(chunk.version, chunk.number));
      return chunk;
    } catch (cause) {
      servers.failed(server, cause);
      const isGone = cause instanceof GrpcError && cause.code === "NOT_FOUND";
      return isGone ? chunk : null;
    }
  }

  #collect(server: KnownServer): void {
    if (this.#isClosed) return;
    const work = this.collect(server).catch(() => {
      this.failures += 1;
    });
    this.#collecting.add(work);
    work.finally(() => this.#collecting.delete(work));
  }

  /** Deletes what the server has and no object or upload knows. */
  async collect(server: KnownServer): Promise<void> {
    let ids: string[] = [];
    for await (const { id } of server.client.list()) {
      ids.push(id);
      if (ids.length < BATCH) continue;
      await this.#judge(server, ids);
      ids = [];
    }
    await this.#judge(server, ids);
  }

  /** Asked after the listing: a chunk is never there before its upload is. */
  async #judge(server: KnownServer, ids: readonly string[]): Promise<void> {
    const versionOf = (id: string) => id.slice(0, id.indexOf("-"));
    const known = await this.#options.metadata.known([
      ...new Set(ids.map(versionOf)),
    ]);
    for (const id of ids) {
      const version = versionOf(id);
      if (known.has(version) || this.#readers.has(version)) continue;
      await server.client.delete(id).catch((cause) => {
        const isGone = cause instanceof GrpcError && cause.code === "NOT_FOUND";
        if (!isGone) throw cause;
      });
      this.orphansDeleted += 1;
    }
  }
}
