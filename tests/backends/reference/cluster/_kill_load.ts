/**
 * Clients of a cluster whose parts die, and what each of their keys may hold by
 * now. Goes in: a gateway; comes out: keys with the bodies that are legal.
 *
 * Method: one client for each key, so that what is legal follows from its own
 * answers. An answer makes one body legal, a refusal changes nothing, and what
 * got no answer may have happened or not; a body cut in the middle never may.
 */
import { Buffer } from "node:buffer";
import { assert } from "@std/assert";
import { seededNumbers } from "../../../../backends/seeded.ts";
import { seeded } from "./_cluster.ts";

/** Connections that send a part of a body: none, a quarter, and so on. */
const CUTS = 4;
const CUT_BYTES = 3_000_000;

/** Number of a body; 0 where nothing is at the key. */
export type BodyId = number;

export interface LoadOptions {
  readonly url: string;
  readonly seed: number;
  readonly clients: number;
  readonly keysEach: number;
  /** Told of answers that nobody should get. */
  readonly onWrong: (text: string) => void;
}

/** What was answered, over all kills. */
export interface LoadCounts {
  /** Puts, and their bytes. */
  puts: number;
  bytes: number;
  deletes: number;
  /** Downloads that came whole, each compared. */
  gets: number;
  refused: number;
  lost: number;
}

/** One of so many bodies is large: kills come in the middle of it. */
const LARGE_EVERY = 8;

/** From a byte to three chunks of 512 KiB, a large one from 8 to 24. */
function sizeOf(id: BodyId): number {
  const number = seededNumbers(id)();
  return id % LARGE_EVERY === 0
    ? 8 * CHUNK_BYTES + number % (16 * CHUNK_BYTES)
    : number % 1_500_000 + 1;
}

function bodyOf(id: BodyId): Uint8Array<ArrayBuffer> {
  return seeded(sizeOf(id), id);
}

/** Runs from `start` to `stop`, as often as one likes. */
export class KillLoad {
  readonly legal = new Map<string, Set<BodyId>>();
  readonly counts: LoadCounts = {
    ...{ puts: 0, bytes: 0, deletes: 0, gets: 0, refused: 0, lost: 0 },
  };
  /** Keys whose body never came whole. */
  readonly cutKeys: string[] = [];
  readonly #options: LoadOptions;
  readonly #next: () => number;
  #lastId = 0;
  #isRunning = false;
  /** A refusal says that nothing was changed. */
  #isRefusalSure = true;
  #working: Promise<unknown> = Promise.resolve();
  #awaited: { readonly count: number; readonly resolve: () => void } | null =
    null;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#next = seededNumbers(options.seed);
    for (let client = 0; client < options.clients; client++) {
      for (let key = 0; key < options.keysEach; key++) {
        this.legal.set(`c${client}/k${key}`, new Set([0]));
      }
    }
  }

  start(isRefusalSure: boolean): void {
    this.#isRunning = true;
    this.#isRefusalSure = isRefusalSure;
    const { clients, keysEach } = this.#options;
    const work = Array.from({ length: clients }, async (_, client) => {
      while (this.#isRunning) {
        const key = `c${client}/k${this.#next() % keysEach}`;
        await this.#act(key, this.#next() % 100);
      }
    });
    const cuts = Array.from({ length: CUTS }, (_, at) => this.#cut(at));
    this.#working = Promise.all([...work, ...cuts]);
  }

  /** Resolves once so many more changes were acknowledged. */
  acknowledge(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited = { count: this.#changes + count, resolve };
    });
  }

  get #changes(): number {
    return this.counts.puts + this.counts.deletes;
  }

  /** What is under way ends first. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#working;
  }

  async #act(key: string, choice: number): Promise<void> {
    const legal = this.legal.get(key) ?? new Set();
    const url = `${this.#options.url}/objects/${encodeURIComponent(key)}`;
    if (choice < 20) return await this.#get(key, url, legal);
    // A delete of what is surely not there would be half of all.
    const isThere = legal.size > 1 || !legal.has(0);
    const id = choice < 55 && isThere ? 0 : ++this.#lastId;
    const isNew = !legal.has(id);
    legal.add(id);
    const status = await fetch(url, {
      ...(id === 0
        ? { method: "DELETE" }
        : { method: "PUT", body: bodyOf(id) }),
    }).then(async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    }, () => 0);
    const isGone = id === 0 && status === 404;
    if (status === 201 || status === 204 || isGone) {
      if (isGone && isNew) {
        this.#options.onWrong(`${key} was acknowledged, and is not found`);
      }
      for (const other of legal) if (other !== id) legal.delete(other);
      this.#acknowledged(id);
    } else if (status === 0) {
      this.counts.lost += 1;
      // Nobody is there, and will not be at once.
      await new Promise((resolve) => setTimeout(resolve, 20));
    } else {
      this.counts.refused += 1;
      if (status < 500) this.#options.onWrong(`${key} was refused: ${status}`);
      if (this.#isRefusalSure && isNew) legal.delete(id);
    }
  }

  #acknowledged(id: BodyId): void {
    if (id === 0) this.counts.deletes += 1;
    else {
      this.counts.puts += 1;
      this.counts.bytes += sizeOf(id);
    }
    if (this.#changes >= (this.#awaited?.count ?? Infinity)) {
      this.#awaited?.resolve();
      this.#awaited = null;
    }
  }

  async #get(
    key: string,
    url: string,
    legal: ReadonlySet<BodyId>,
  ): Promise<void> {
    const answer = await fetch(url).catch(() => null);
    const bytes = await answer?.bytes().catch(() => null);
    if (answer === null || bytes === null || bytes === undefined) return;
    if (answer.status === 404 && !legal.has(0)) {
      this.#options.onWrong(`${key} is gone`);
    }
    if (answer.status !== 200) return;
    this.counts.gets += 1;
    if (!isOneOf(bytes, legal)) {
      this.#options.onWrong(`${key} holds other bytes`);
    }
  }

  /** A part of a body, and then nothing until the end. */
  async #cut(number: number): Promise<void> {
    const key = `cut-${++this.#lastId}`;
    this.cutKeys.push(key);
    const { hostname, port } = new URL(this.#options.url);
    const conn = await Deno.connect({ hostname, port: Number(port) })
      .catch(() => null);
    if (conn === null) return;
    const head =
      `PUT /objects/${key} HTTP/1.1\r\nContent-Length: ${CUT_BYTES}` +
      "\r\n\r\n";
    await conn.write(new TextEncoder().encode(head)).catch(() => 0);
    const part = seeded(Math.floor(CUT_BYTES * number / CUTS));
    for (let at = 0; at < part.length && this.#isRunning;) {
      const count = await conn.write(part.subarray(at)).catch(() => null);
      if (count === null) break;
      at += count;
    }
    while (this.#isRunning) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    conn.close();
  }
}

/** Whether these are the bytes of a body that may be there. */
export function isOneOf(
  bytes: Uint8Array,
  legal: ReadonlySet<BodyId>,
): boolean {
  return [...legal].some((id) =>
    id !== 0 && sizeOf(id) === bytes.length &&
    Buffer.compare(bodyOf(id), bytes) === 0
  );
}

/** Fails with the key: after everything came back, each must be legal. */
export async function judgeKeys(url: string, load: KillLoad): Promise<{
  readonly chunkCount: number;
}> {
  const page = await (await fetch(`${url}/objects`)).json();
  const listed = new Set(page.objects.map(({ key }: { key: string }) => key));
  for (const key of load.cutKeys) assert(!listed.has(key), `${key} is visible`);
  let chunkCount = 0;
  for (const [key, legal] of load.legal) {
    const answer = await fetch(`${url}/objects/${encodeURIComponent(key)}`);
    const bytes = await answer.bytes();
    const isThere = answer.status === 200;
    assert(isThere === listed.has(key), `${key} is listed otherwise`);
    assert(isThere || answer.status === 404, `${key} has ${answer.status}`);
    const found = [...legal].filter((id) =>
      isThere ? isOneOf(bytes, new Set([id])) : id === 0
    );
    assert(found.length > 0, `${key} holds what it must not, or nothing`);
    // What it was found to hold it must hold from now on.
    for (const id of legal) if (!found.includes(id)) legal.delete(id);
    chunkCount += isThere ? Math.ceil(bytes.length / CHUNK_BYTES) : 0;
  }
  return { chunkCount };
}

/** Small ones, so that objects have several. */
export const CHUNK_BYTES = 512 * 1024;
