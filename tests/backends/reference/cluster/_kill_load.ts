/**
 * Clients of a cluster whose parts die, and what each of their keys may hold by
 * now. Goes in: a gateway; comes out: keys with the bodies that are legal.
 *
 * Method: one client for each key, so that what is legal follows from its own
 * answers. An answer makes one body legal, a refusal changes nothing, and what
 * got no answer may have happened or not; a body cut in the middle never may.
 */
import { assert } from "@std/assert";
import { seededNumbers } from "../../../../backends/seeded.ts";
import { seeded } from "./_cluster.ts";

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
  acknowledged: number;
  refused: number;
  lost: number;
}

/** From a byte to three chunks of 512 KiB. */
export function bodyOf(id: BodyId): Uint8Array<ArrayBuffer> {
  const [sizeBytes = 0] = [seededNumbers(id)() % 1_500_000 + 1];
  return seeded(sizeBytes, id);
}

/** Runs from `start` to `stop`, as often as one likes. */
export class KillLoad {
  readonly legal = new Map<string, Set<BodyId>>();
  readonly counts: LoadCounts = { acknowledged: 0, refused: 0, lost: 0 };
  /** Keys whose body never came whole. */
  readonly cutKeys: string[] = [];
  readonly #options: LoadOptions;
  readonly #next: () => number;
  #lastId = 0;
  #isRunning = false;
  /** A refusal says that nothing was changed. */
  #isRefusalSure = true;
  #working: Promise<unknown> = Promise.resolve();

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
    this.#working = Promise.all([...work, this.#cut()]);
  }

  /** What is under way ends first. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#working;
  }

  async #act(key: string, choice: number): Promise<void> {
    const legal = this.legal.get(key) ?? new Set();
    const url = `${this.#options.url}/objects/${encodeURIComponent(key)}`;
    if (choice < 15) return await this.#get(key, url, legal);
    const id = choice < 40 ? 0 : ++this.#lastId;
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
      this.counts.acknowledged += 1;
      for (const other of legal) if (other !== id) legal.delete(other);
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
    if (answer.status === 200 && !isOneOf(bytes, legal)) {
      this.#options.onWrong(`${key} holds other bytes`);
    }
  }

  /** Half of a body, and then nothing until the end. */
  async #cut(): Promise<void> {
    const key = `cut-${++this.#lastId}`;
    this.cutKeys.push(key);
    const { hostname, port } = new URL(this.#options.url);
    const conn = await Deno.connect({ hostname, port: Number(port) })
      .catch(() => null);
    if (conn === null) return;
    const head = `PUT /objects/${key} HTTP/1.1\r\nContent-Length: 900000\r\n` +
      "\r\n";
    await conn.write(new TextEncoder().encode(head)).catch(() => 0);
    await conn.write(seeded(450_000)).catch(() => 0);
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
  return [...legal].some((id) => {
    const body = id === 0 ? null : bodyOf(id);
    return body !== null && body.length === bytes.length &&
      body.every((byte, at) => byte === bytes[at]);
  });
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
