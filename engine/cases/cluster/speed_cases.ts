/**
 * The bounds of the source documents: chunks over 200 MB/s, queries under 10 ms
 * on average, over 1000 transactions a second. A bound that is missed in every
 * try fails the case and does not break it: a busy host is not wrong storage.
 */
import { CaseFailed } from "../case_failed.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import { allEnded } from "../loader/all_ended.ts";
import { withinTries } from "../loader/timed_tries.ts";
import { putBytes } from "./chunk_cases.ts";
import {
  bytesOf,
  chunkIdOf,
  type ClusterBench,
  firstNode,
  onChunks,
  onCluster,
} from "./cluster_bench.ts";

const CHUNK_MB_PER_S = 200;
const QUERY_MS = 10;
const TRANSACTIONS_PER_S = 1000;
/** More at a time than any pool has connections. */
const CLIENTS = 64;
const REQUESTS = 16;

/** A chunk written and read, each over 200 MB/s. */
export const chunkSpeed = onChunks((bench) =>
  withinTries(async () => {
    const { ports: { nowNs }, sizes: { chunkBytes: sizeBytes } } = bench;
    const node = firstNode(bench);
    const id = chunkIdOf(bench, 0);
    const startNs = nowNs();
    await putBytes(bench, node, { id, sizeBytes });
    const putNs = nowNs() - startNs;
    try {
      const getStartNs = nowNs();
      const bytes = bytesOf(bench, sizeBytes);
      await bytes.judge(node.read(id, { start: 0 }), "The chunk");
      const speeds = [putNs, nowNs() - getStartNs]
        .map((ns) => Math.round(sizeBytes * 1000 / Math.max(1, ns)));
      const sentence = `A chunk of ${sizeBytes} bytes is written at ` +
        `${speeds.join(" MB/s and read at ")} MB/s`;
      if (speeds.every((speed) => speed > CHUNK_MB_PER_S)) return sentence;
      throw new CaseFailed(`${sentence}, not over ${CHUNK_MB_PER_S}`);
    } finally {
      await node.delete(id);
    }
  })
);

/** The pool is bounded, waits, recovers, and is fast enough. */
export const databasePool = onCluster(async (bench) => {
  const { env: { backend, prefix } } = bench;
  const key = `${prefix}row`;
  await backend.put(key, new Uint8Array(1));
  try {
    return await withinTries(() => crowded(bench, key));
  } finally {
    await backend.delete(key);
  }
});

async function crowded(bench: ClusterBench, key: string): Promise<string> {
  const { face, ports: { nowNs } } = bench;
  const before = await poolOf(bench);
  const startNs = nowNs();
  const body = new TextEncoder().encode('{"metadata":{"n":"1"}}');
  await allEnded(Array.from({ length: CLIENTS }, async () => {
    for (let count = 0; count < REQUESTS; count++) {
      const path = { kind: "metadata", key } as const;
      const { status } = await face.send({ method: "PATCH", path, body });
      holds(
        status === 200,
        `Amid ${CLIENTS} clients a change is HTTP ${status}`,
      );
    }
  }));
  const seconds = (nowNs() - startNs) / 1e9;
  const after = await poolOf(bench);
  const { inUseMax, max } = after;
  holds(
    max > 0 && inUseMax <= max,
    `${inUseMax} connections were in use of a pool of ${max}`,
  );
  holds(
    after.inUse <= 1 && after.waiting === 0,
    `With nobody there, ${after.inUse} connections are in use and ` +
      `${after.waiting} requests wait`,
  );
  const transactions = after.transactions - before.transactions;
  holds(
    transactions >= CLIENTS * REQUESTS,
    `${CLIENTS * REQUESTS} changes made ${transactions} transactions`,
  );
  const queries = Math.max(1, after.queries - before.queries);
  const queryMs = (after.queryMs - before.queryMs) / queries;
  const rate = Math.round(transactions / seconds);
  const sentence = `${transactions} transactions of ${CLIENTS} clients over ` +
    `${inUseMax} of ${max} connections: ${rate}/s, ${
      queryMs.toFixed(2)
    } ms a ` +
    "query";
  if (rate > TRANSACTIONS_PER_S && queryMs < QUERY_MS) return sentence;
  throw new CaseFailed(
    `${sentence}, not over ${TRANSACTIONS_PER_S}/s and under ${QUERY_MS} ms`,
  );
}

async function poolOf({ face }: ClusterBench) {
  const { json, status } = await face.send({ method: "GET", path: "/health" });
  const database = fieldOf(json, "database");
  const number = (name: string): number => {
    const value = fieldOf(database, name);
    if (typeof value === "number") return value;
    throw new CaseBroken(
      `/health with HTTP ${status} tells no ${name} of the database`,
    );
  };
  return {
    ...{ max: number("max"), inUse: number("inUse") },
    ...{ inUseMax: number("inUseMax"), waiting: number("waiting") },
    ...{ transactions: number("transactions"), queries: number("queries") },
    queryMs: number("queryMs"),
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Reflect.get(value, name)
    : undefined;
}
