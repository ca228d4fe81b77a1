/**
 * How fast a gateway answers what needs only its database. Goes in: its URL;
 * comes out: latencies and rates, and what its database says of itself.
 */

export interface MetadataRates {
  readonly p99Ms: number;
  readonly queryMs: number;
  readonly transactionsPerSecond: number;
}

const KEYS = 64;
const READS = 1500;
const CHANGES = 6000;
const CLIENTS = 64;

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
  readonly queries: number;
  readonly queryMs: number;
}

async function factsOf(url: string): Promise<DatabaseFacts> {
  return (await (await fetch(`${url}/health`)).json()).database;
}

/** One client reads 1500 times, then 64 change words 6000 times. */
export async function metadataRates(url: string): Promise<MetadataRates> {
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
  const before = await factsOf(url);
  const startMs = performance.now();
  await many(CHANGES, CLIENTS, (index) => {
    const body = JSON.stringify({ metadata: { index: String(index) } });
    const init = { method: "PATCH", body };
    return ask(`${url}/metadata/k${index % KEYS}`, init, 200);
  });
  const seconds = (performance.now() - startMs) / 1000;
  const after = await factsOf(url);
  const queries = after.queries - before.queries;
  return {
    p99Ms: reads[Math.floor(reads.length * 0.99)] ?? NaN,
    queryMs: (after.queryMs - before.queryMs) / queries,
    transactionsPerSecond: (after.transactions - before.transactions) /
      seconds,
  };
}
