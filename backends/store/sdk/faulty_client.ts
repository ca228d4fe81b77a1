/**
 * A client of a script lane that does to its requests what the armed fault
 * points say: where a network fails or a store lies, below everything that
 * judges. While nothing is armed it passes every call on.
 */
import { clientFailure } from "./client_failure.ts";
import { type Ask, spoilBody, spoilBytes, spoilPage } from "./spoilt_bodies.ts";
import {
  type BodyRange,
  ClientFailure,
  type ListedPage,
  type PageRequest,
  type StoreBody,
  type StoreClient,
  type StoreUpload,
} from "./store_client.ts";

/** The points as the lane's thread asks them. */
export interface LaneFaults {
  readonly armed: boolean;
  fires(point: string, defaultArg?: number, place?: number): number | null;
}

export interface FaultyClientOptions {
  readonly faults: LaneFaults;
  readonly lane: number;
  /** After so long without a byte the store is given up. */
  readonly stallMs: number;
  readonly wait: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
  /** Told of each point that fires. */
  readonly onFired: () => void;
}

const NAP_MS = 50;

export class FaultyClient implements StoreClient {
  readonly #inner: StoreClient;
  readonly #options: FaultyClientOptions;
  readonly #counts = new Map<string, number>();
  #lastKeys: readonly string[] = [];

  constructor(inner: StoreClient, options: FaultyClientOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  get startsAtPrefix(): boolean {
    return this.#inner.startsAtPrefix === true;
  }

  async put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.#options.faults.armed) return await this.#inner.put(key, bytes);
    const ask = this.#asker("put", key);
    await this.#write(ask, async () => {
      const spoilt = await spoilBytes(ask, bytes, () => this.#old(key));
      const other = this.#otherKey(key);
      if (ask("write.lost", 0) !== null) return;
      const astray = other !== undefined && ask("write.misdirect", 1) !== null;
      await this.#inner.put(astray ? other : key, spoilt);
    });
  }

  async get(key: string, range: BodyRange | null): Promise<StoreBody> {
    if (!this.#options.faults.armed) return await this.#inner.get(key, range);
    const ask = this.#asker(range === null ? "get" : "range", key);
    const other = this.#otherKey(key);
    const body = await this.#request(ask, () => {
      const astray = other !== undefined && ask("read.misdirect", 1) !== null;
      return this.#inner.get(astray ? other : key, moved(ask, range));
    });
    return spoilBody(ask, body);
  }

  async head(key: string): Promise<number> {
    if (!this.#options.faults.armed) return await this.#inner.head(key);
    const ask = this.#asker("head", key);
    const sizeBytes = await this.#request(ask, () => this.#inner.head(key));
    return ask("read.short", 0) ?? sizeBytes;
  }

  async list(request: PageRequest): Promise<ListedPage> {
    if (!this.#options.faults.armed) return await this.#inner.list(request);
    const ask = this.#asker("list", request.after);
    const page = await this.#request(ask, () => this.#inner.list(request));
    return spoilPage(ask, page);
  }

  async delete(key: string): Promise<void> {
    if (!this.#options.faults.armed) return await this.#inner.delete(key);
    const ask = this.#asker("delete", key);
    await this.#request(ask, async () => {
      if (ask("write.lost", 0) === null) await this.#inner.delete(key);
    });
  }

  async upload(key: string): Promise<StoreUpload> {
    const ask = this.#asker("upload", key);
    const send = () => this.#inner.upload(key);
    const upload = this.#options.faults.armed
      ? await this.#request(ask, send)
      : await send();
    return this.#faultyUpload(key, upload);
  }

  close(): void {
    this.#inner.close();
  }

  #faultyUpload(key: string, upload: StoreUpload): StoreUpload {
    let before: Uint8Array<ArrayBuffer> | undefined;
    return {
      put: async (number, bytes) => {
        if (!this.#options.faults.armed) return await upload.put(number, bytes);
        const ask = this.#asker(`part ${number}`, key);
        const neighbour = before;
        before = bytes;
        await this.#write(ask, async () => {
          if (ask("part.lost", 0) !== null) return;
          const fits = (neighbour?.length ?? 0) >= bytes.length;
          const swapped = fits && ask("part.swap", 0) !== null
            ? neighbour?.slice(0, bytes.length)
            : undefined;
          await upload.put(
            number,
            swapped ?? await spoilBytes(ask, bytes, () => this.#old(key)),
          );
        });
      },
      complete: async () => {
        const ask = this.#asker("complete", key);
        await this.#write(ask, () => upload.complete());
      },
      abort: async () => {
        await this.#request(
          this.#asker("abort", key),
          () => upload.abort(),
        );
      },
    };
  }

  /** A request with a body, which a store may also answer with an error. */
  async #write(ask: Ask, send: () => Promise<void>): Promise<void> {
    await this.#request(ask, () => {
      if (ask("http.error-body", 0) !== null) {
        throw new ClientFailure("HTTP_ERROR_BODY");
      }
      if (ask("http.send.reset", 0) !== null) {
        throw new ClientFailure("HTTP_RESET");
      }
      return send();
    });
  }

  async #request<T>(ask: Ask, send: () => Promise<T>): Promise<T> {
    if (!this.#options.faults.armed) return await send();
    refuse(ask);
    const isReset = ask("http.receive.reset", 0) !== null;
    const isStalled = ask("http.receive.stall", 0) !== null;
    const answered = ask("http.status.after", 500);
    const result = await send();
    if (isReset) throw new ClientFailure("HTTP_RESET");
    if (isStalled) {
      await this.#hold(this.#options.stallMs);
      throw new ClientFailure("HTTP_TIMEOUT");
    }
    if (answered !== null) throw clientFailure({ statusCode: answered });
    const holdMs = ask("latency.delay", 100) ?? ask("latency.hang", 30_000);
    if (holdMs !== null) await this.#hold(holdMs);
    return result;
  }

  /** In naps, so that a lane that is stopped does not wait for the end. */
  async #hold(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= NAP_MS) {
      if (this.#options.isStopped()) return;
      await this.#options.wait(Math.min(NAP_MS, left));
    }
  }

  /** What is there now; nothing where there is no object. */
  async #old(key: string): Promise<Uint8Array> {
    try {
      const body = await this.#inner.get(key, null);
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for await (const chunk of body.chunks) parts.push(chunk.slice());
      return new Uint8Array(await new Blob(parts).arrayBuffer());
    } catch (cause) {
      if (cause instanceof ClientFailure) return new Uint8Array();
      throw cause;
    }
  }

  #otherKey(key: string): string | undefined {
    const other = this.#lastKeys.find((one) => one !== key);
    this.#lastKeys = [key, ...this.#lastKeys.slice(0, 1)];
    return other;
  }

  /** The fate of a request follows from its lane, key and how many went before. */
  #asker(op: string, key: string): Ask {
    const { faults, lane, onFired } = this.#options;
    const name = `${lane} ${op} ${key}`;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const place = placeOf(`${name} ${count}`);
    return (point, defaultArg) => {
      const arg = faults.fires(point, defaultArg, place);
      if (arg !== null) onFired();
      return arg;
    };
  }
}

/** Ends a request that is never sent. */
function refuse(ask: Ask): void {
  if (ask("http.connect.refused", 0) !== null) {
    throw new ClientFailure("HTTP_REFUSED");
  }
  if (ask("http.resolve.fail", 0) !== null) {
    throw new ClientFailure("HTTP_RESOLVE");
  }
  if (ask("http.tls.fail", 0) !== null) throw new ClientFailure("HTTP_TLS");
  const status = ask("http.status", 503);
  if (status !== null) throw clientFailure({ statusCode: status });
  if (ask("http.throttle", 0) !== null) {
    throw new ClientFailure("HTTP_THROTTLED");
  }
}

function moved(ask: Ask, range: BodyRange | null): BodyRange | null {
  if (range === null) return null;
  if (ask("http.range.ignored", 0) !== null) return null;
  const by = ask("http.range.shifted", 4096);
  if (by === null) return range;
  const move = range.start >= by ? -by : by;
  return { start: range.start + move, end: range.end + move };
}

/** FNV-1a over two halves: 52 bits, and never 0. */
function placeOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (const byte of new TextEncoder().encode(text)) {
    low = Math.imul(low ^ byte, 0x01000193) >>> 0;
    high = Math.imul(high ^ byte, 0x85ebca6b) >>> 0;
  }
  return (high & 0xfffff) * 2 ** 32 + low + 1;
}
