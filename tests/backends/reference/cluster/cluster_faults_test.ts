/** What the parts of a cluster meet, one at a time, and what it keeps then. */
import { assert, assertEquals } from "@std/assert";
import type { ChunkCore } from "../../../../backends/reference/cluster/chunk_files.ts";
import type { Database } from "../../../../backends/reference/cluster/database.ts";
import {
  chunksOf,
  type Cluster,
  fullDisk,
  seeded,
  withCluster,
} from "./_cluster.ts";

const at = ({ gateway }: Cluster, key: string) =>
  `${gateway.url}/objects/${key}`;

async function put(
  cluster: Cluster,
  key: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const answer = await fetch(at(cluster, key), { method: "PUT", body });
  await answer.body?.cancel();
  return answer.status;
}

async function get(cluster: Cluster, key: string) {
  const answer = await fetch(at(cluster, key));
  return [answer.status, new Uint8Array(await answer.arrayBuffer())] as const;
}

async function stateOf({ gateway }: Cluster): Promise<string> {
  return (await (await fetch(`${gateway.url}/health`)).json()).status;
}

/** What was begun is gone once every server was asked. */
async function untilChunks(cluster: Cluster, count: number): Promise<void> {
  while (chunksOf(cluster).length !== count) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("a full disk on one server is told, and the others go on", async () => {
  const coreOf = (core: ChunkCore, index: number) =>
    index === 0 ? fullDisk(core) : core;
  // Forty objects on one of two servers each: both are met.
  await withCluster({ nodes: 2, coreOf }, async (cluster) => {
    const statuses = new Map<number, number>();
    for (let number = 0; number < 40; number++) {
      const status = await put(cluster, `k${number}`, seeded(300_000, number));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const [found, bytes] = await get(cluster, `k${number}`);
      assertEquals(found, status === 201 ? 200 : 404);
      if (found === 200) assertEquals(bytes, seeded(300_000, number));
    }
    assertEquals([...statuses.keys()].sort(), [201, 507]);
    assertEquals(chunksOf(cluster).length, statuses.get(201));
  });
});

Deno.test("a slow server holds up nobody's bytes, and is no dead one", async () => {
  await withCluster({ nodes: 2, lastDelayMs: 15 }, async (cluster) => {
    const bytes = seeded(3 << 20);
    assertEquals(await put(cluster, "slow", bytes), 201);
    assertEquals(await get(cluster, "slow"), [200, bytes]);
    assertEquals(await stateOf(cluster), "healthy");
  });
});

/** Sends the first half of a body, and the rest once `between` is done. */
async function putInHalves(
  cluster: Cluster,
  body: Uint8Array<ArrayBuffer>,
  between: () => Promise<void>,
): Promise<number> {
  const half = body.length / 2;
  const halves = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(body.subarray(0, half));
      // A chunk of it has begun.
      while (stagedOf(cluster) === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await between();
      controller.enqueue(body.subarray(half));
      controller.close();
    },
  });
  const answer = await fetch(at(cluster, "half"), {
    method: "PUT",
    body: halves,
  });
  await answer.body?.cancel();
  return answer.status;
}

function stagedOf({ folder, nodes }: Cluster): number {
  return nodes.flatMap((_, index) => [
    ...Deno.readDirSync(`${folder}/node-${index}/staged`),
  ]).length;
}

Deno.test("a connection cut in mid upload leaves the object as it was", async () => {
  await withCluster({ nodes: 1 }, async (cluster) => {
    const old = seeded(100_000, 7);
    assertEquals(await put(cluster, "half", old), 201);
    const status = await putInHalves(
      cluster,
      seeded(1 << 20, 8),
      () => cluster.restart(0),
    );
    assertEquals(status, 503);
    assertEquals(await stateOf(cluster), "healthy");
    assertEquals(await get(cluster, "half"), [200, old]);
    await untilChunks(cluster, 1);
    assertEquals(stagedOf(cluster), 0);
  });
});

Deno.test("a server that goes in mid download is replaced by another", async () => {
  await withCluster({ nodes: 2, replicas: 2 }, async (cluster) => {
    const bytes = seeded(12 << 20);
    assertEquals(await put(cluster, "k", bytes), 201);
    const answer = await fetch(at(cluster, "k"));
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let isCut = false;
    for await (const part of answer.body ?? []) {
      parts.push(part);
      if (isCut) continue;
      isCut = true;
      await cluster.restart(0);
    }
    assertEquals(await new Blob(parts).bytes(), bytes);
  });
});

Deno.test("a clock that jumps moves no object", async () => {
  let nowMs = 2e12;
  await withCluster({ nowMs: () => nowMs }, async (cluster) => {
    for (const [number, jump] of [2e12, 0, 4e12, 1e9].entries()) {
      nowMs = jump;
      assertEquals(await put(cluster, `k${number}`, seeded(1000, number)), 201);
      assertEquals(await put(cluster, "same", seeded(1000, number)), 201);
      assertEquals(await get(cluster, "same"), [200, seeded(1000, number)]);
    }
    const page = await (await fetch(`${cluster.gateway.url}/objects`)).json();
    const keys = page.objects.map(({ key }: { key: string }) => key);
    assertEquals(keys, ["k0", "k1", "k2", "k3", "same"]);
    for (let number = 0; number < 4; number++) {
      assertEquals((await get(cluster, `k${number}`))[1], seeded(1000, number));
    }
    await untilChunks(cluster, 5);
  });
});

Deno.test("a server that is not there is said, and is used when it comes", async () => {
  await withCluster({ nodes: 2, replicas: 2 }, async (cluster) => {
    await cluster.nodes[1]?.close();
    assertEquals(await stateOf(cluster), "degraded");
    assertEquals(await put(cluster, "k", seeded(10)), 503);
    assertEquals((await get(cluster, "k"))[0], 404);
    await cluster.restart(1);
    assertEquals(await stateOf(cluster), "healthy");
    assertEquals(await put(cluster, "k", seeded(10)), 201);
    assertEquals(chunksOf(cluster).length, 2);
  });
});

Deno.test("a chunk that one server refuses is given up on the others", async () => {
  await withCluster({ nodes: 2, replicas: 2 }, async (cluster) => {
    // The gateway does not know it yet, and begins on the other one.
    await cluster.nodes[1]?.close();
    assertEquals(await put(cluster, "k", seeded(100_000)), 503);
    while (stagedOf(cluster) > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assertEquals(chunksOf(cluster), []);
  });
});

/** Loses what a commit of an object said, or the commit itself. */
function forgetful(database: Database, isDone: boolean): Database {
  return {
    ...database,
    async transaction(act) {
      let isCommit = false;
      const run = () =>
        database.transaction((sql) =>
          act((text, values) => {
            isCommit ||= text.startsWith("INSERT INTO objects");
            if (isCommit && !isDone) throw new Lost();
            return sql(text, values);
          })
        );
      const value = await run();
      if (isCommit) throw new Lost();
      return value;
    },
  };
}

class Lost extends Error {
  readonly code = "CONNECTION_CLOSED";
}

Deno.test("a commit whose answer was lost is told as it ended", async () => {
  for (const isDone of [true, false]) {
    const alter = (database: Database) => forgetful(database, isDone);
    await withCluster({ alter }, async (cluster) => {
      const bytes = seeded(2 << 20);
      assertEquals(await put(cluster, "k", bytes), isDone ? 201 : 503);
      const [status, found] = await get(cluster, "k");
      assertEquals(status, isDone ? 200 : 404);
      if (isDone) assertEquals(found, bytes);
      assert(chunksOf(cluster).length === (isDone ? 2 : 0));
    });
  }
});

Deno.test("a gateway with fewer servers than before says so, and reads what it can", async () => {
  await withCluster({ nodes: 3, replicas: 2 }, async (cluster) => {
    // Of so many surely one has neither replica on the first server.
    const bodies = Array.from({ length: 60 }, (_, n) => seeded(1000, n + 1));
    for (const [n, body] of bodies.entries()) {
      assertEquals(await put(cluster, `k${n}`, body), 201);
    }
    await cluster.withFirst(2, async (gateway) => {
      const health = await fetch(`${gateway.url}/health`);
      const { status, unknownServers } = await health.json();
      assertEquals(
        [health.status, status, unknownServers],
        [503, "degraded", ["node-2"]],
      );
      // Of two replicas on three servers one at least is on these two.
      for (const [n, body] of bodies.entries()) {
        assertEquals(await get({ ...cluster, gateway }, `k${n}`), [200, body]);
      }
    });
    await cluster.withFirst(1, async (gateway) => {
      const statuses = new Set<number>();
      for (const n of bodies.keys()) {
        const answer = await fetch(`${gateway.url}/objects/k${n}`);
        statuses.add(answer.status);
        const text = await answer.text();
        if (answer.status === 503) {
          assert(text.includes("knows no such server"));
        }
      }
      assertEquals([...statuses].sort(), [200, 503]);
    });
    await cluster.withFirst(3, async (gateway) => {
      assertEquals(await stateOf({ ...cluster, gateway }), "healthy");
    });
  });
});
