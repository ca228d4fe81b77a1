/**
 * The chunk servers that a gateway knows, and which of them answer. Goes in:
 * names and addresses; comes out: clients, and what each server says of itself.
 */
import type { BufferPool } from "../../grpc/buffer_pool.ts";
import { ChunkClient, type Crc32c } from "../../gateway/chunk_client.ts";
import type { ChunkHealth } from "../../gateway/chunk_messages.ts";
import { GrpcError } from "../../grpc/grpc_status.ts";

/** Where one is. */
export interface ServerPlace {
  /** Stays the same when the address changes: chunks are found by it. */
  readonly name: string;
  /** `127.0.0.1:50051`. */
  readonly address: string;
}

/** One server. */
export interface KnownServer extends ServerPlace {
  readonly client: ChunkClient;
  /** `null` while it does not answer. */
  health: ChunkHealth | null;
  /** Since the last answer. */
  silences: number;
}

/** A server that is silent for so long is down. */
const HEALTH_MS = 2000;
/** After so many silences what is under way there is given up: 30 s. */
const SILENCES_MAX = 15;

/** All of them; asks them again and again until it is closed. */
export class ChunkServers {
  readonly all: readonly KnownServer[];
  readonly #byName: ReadonlyMap<string, KnownServer>;
  readonly #timer: ReturnType<typeof setInterval>;
  #onUp: (server: KnownServer) => void = () => {};
  #asking: Promise<void> | null = null;

  /** Blocks of all servers are read into buffers of one pool. */
  constructor(
    places: readonly ServerPlace[],
    { crc32c, pool }: { readonly crc32c: Crc32c; readonly pool: BufferPool },
  ) {
    this.all = places.map((place) => {
      const [hostname = "", port] = place.address.split(":");
      const address = { hostname, port: Number(port) };
      const client = new ChunkClient({ address, crc32c, pool });
      return { ...place, client, health: null, silences: 0 };
    });
    this.#byName = new Map(this.all.map((one) => [one.name, one]));
    this.#timer = setInterval(() => this.ask(), HEALTH_MS / 4);
  }

  /** Called when a server answers that did not before. */
  set onUp(listener: (server: KnownServer) => void) {
    this.#onUp = listener;
  }

  /** Those that answer. */
  get up(): KnownServer[] {
    return this.all.filter(({ health }) => health !== null);
  }

  /** `undefined` for one that this gateway was not told of. */
  named(name: string): KnownServer | undefined {
    return this.#byName.get(name);
  }

  /** What it kept must be asked for again. */
  failed(server: KnownServer, failure: unknown): void {
    const isGone = failure instanceof GrpcError &&
      failure.code === "UNAVAILABLE";
    if (isGone) server.health = null;
  }

  /** Asks all of them now; never fails. */
  ask(): Promise<void> {
    this.#asking ??= Promise.all(this.all.map((one) => this.#askOne(one)))
      .then(() => {
        this.#asking = null;
      });
    return this.#asking;
  }

  /** As `ask`, but by what holds from now on: one under way may be older. */
  async askAnew(): Promise<void> {
    await this.#asking;
    await this.ask();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const { client } of this.all) client.close();
    await this.#asking;
  }

  async #askOne(server: KnownServer): Promise<void> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), HEALTH_MS);
    const wasDown = server.health === null;
    try {
      const health = await server.client.health(limit.signal);
      // Another program may have got the port.
      server.health = health.node === server.name ? health : null;
      server.silences = 0;
    } catch {
      server.health = null;
      server.silences += 1;
      if (server.silences % SILENCES_MAX === 0) server.client.disconnect();
    } finally {
      clearTimeout(timer);
    }
    if (wasDown && server.health !== null) this.#onUp(server);
  }
}
