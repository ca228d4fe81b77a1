/**
 * How fast a gateway answers what needs only its database. Goes in: its URL;
 * comes out: latencies and rates, and what its database says of itself.
 */

/** What one client sees of 64 objects, asking for their words. */
export interface ReadRates {
  readonly p99Ms: number;
}

/** What many clients see that change the words of objects. */
export interface ChangeRates {
  readonly transactionsPerSecond: number;
  /** Flushes of the database; several changes may share one. */
  readonly commitsPerSecond: number;
  /** Of one statement, as the gateway waits for it. */
  readonly queryMs: number;
  /** Of one change, as its client waits for it. */
  readonly changeMs: number;
}

/** Objects that are there, named `k0` and so on. */
export const KEYS = 64;
/** At a time; more than any pool has connections. */
export const CLIENTS = 64;
const READS = 1500;
const CHANGES = 3000;

async function ask(
  url: string,
  init: RequestInit,
  status: number,
): Promise<void> {
  const answer = await fetch(url, init);
  await answer.body?.cancel();
  if (answer.status !== status) throw new Error(`${url}: ${answer.status}`);
}

/** `count` calls by as many clients, each as soon as its last has ended. */
async function many(
  count: number,
  clients: number,
  act: (index: number) => Promise<void>,
): Promise<number[]> {
  const took: number[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (next < count) {
      const index = next++;
      const startMs = performance.now();
      await act(index);
      took.push(performance.now() - startMs);
    }
  }));
  return took.sort((a, b) => a - b);
}

interface DatabaseFacts {
  readonly transactions: number;
  readonly commits: number;
  readonly queries: number;
  readonly queryMs: number;
}

async function factsOf(url: string): Promise<DatabaseFacts> {
  return (await (await fetch(`${url}/health`)).json()).database;
}

/** Puts the objects, then reads the words of one after another. */
export async function readRates(url: string): Promise<ReadRates> {
  await many(
    KEYS,
    8,
    (index) =>
      ask(`${url}/objects/k${index}`, { method: "PUT", body: "x" }, 201),
  );
  const reads = await many(
    READS,
    1,
    (index) => ask(`${url}/metadata/k${index % KEYS}`, {}, 200),
  );
  return { p99Ms: reads[Math.floor(reads.length * 0.99)] ?? NaN };
}

/** 64 clients change the words of the objects 3000 times. */
export async function changeRates(url: string): Promise<ChangeRates> {
  const before = await factsOf(url);
  const startMs = performance.now();
  const took = await many(CHANGES, CLIENTS, (index) => {
    const body = JSON.stringify({ metadata: { index: String(index) } });
    const init = { method: "PATCH", body };
    return ask(`${url}/metadata/k${index % KEYS}`, init, 200);
  });
  const seconds = (performance.now() - startMs) / 1000;
  const after = await factsOf(url);
  const queries = after.queries - before.queries;
  return {
    transactionsPerSecond: (after.transactions - before.transactions) /
      seconds,
    commitsPerSecond: (after.commits - before.commits) / seconds,
    queryMs: (after.queryMs - before.queryMs) / queries,
    changeMs: took.reduce((sum, ms) => sum + ms, 0) / took.length,
  };
}
