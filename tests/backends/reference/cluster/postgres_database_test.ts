/** The same metadata over PostgreSQL, started here where it is installed. */
import { assert, assertEquals } from "@std/assert";
import { Metadata } from "../../../../backends/reference/cluster/metadata.ts";
import { openPostgres } from "../../../../backends/reference/cluster/postgres_database.ts";
import type { Database } from "../../../../backends/reference/cluster/database.ts";
import { chunksOf, seeded, withCluster } from "./_cluster.ts";
import { tryAll, version } from "./_metadata_trial.ts";
import {
  postgresPrograms,
  type TemporaryPostgres,
  withPostgres,
} from "./_postgres.ts";

const IS_INSTALLED = postgresPrograms() !== "";

Deno.test({
  name: IS_INSTALLED
    ? "PostgreSQL keeps the metadata, with a bounded pool, over a kill"
    : "PostgreSQL keeps the metadata (skipped: it is not installed)",
  ignore: !IS_INSTALLED,
  fn: () =>
    withPostgres(async (postgres) => {
      const database = await openPostgres(postgres.url);
      try {
        await tryAll(database);
        await crowd(database);
        await describeBeside(database);
        await killIdle(database, postgres);
      } finally {
        await database.close();
      }
      await killBusy(postgres);
    }),
});

/** Changes that wait go together, and one that is refused fails alone. */
async function crowd(database: Database): Promise<void> {
  const metadata = new Metadata(database);
  // Statements of the second round are known to their connections.
  for (const round of [2000, 3000]) {
    const numbers = Array.from({ length: 200 }, (_, at) => round + at);
    const before = database.facts();
    const ends = await Promise.allSettled(
      [...numbers, round, round + 1].map((number) =>
        metadata.begin(version(number), 1)
      ),
    );
    const failed = ends.filter(({ status }) => status === "rejected");
    assertEquals(failed.length, 2);
    const known = await metadata.known(numbers.map(version));
    assertEquals(known.size, 200);
    const { commits, transactions } = database.facts();
    assertEquals(transactions - before.transactions, 200);
    assert(commits - before.commits < 200, `${commits - before.commits}`);
  }
}

/** Words about an object that a commit replaces meanwhile find the new one. */
async function describeBeside(database: Database): Promise<void> {
  const metadata = new Metadata(database);
  const facts = { sizeBytes: 0, crc32c: 0, metadata: {}, modifiedMs: 1 };
  const put = async (number: number, seen: Database) => {
    await metadata.begin(version(number), 1);
    const object = {
      key: "race",
      version: version(number),
      contentType: "a/b",
    };
    await new Metadata(seen).commit({ ...object, ...facts }, [], {
      kind: "none",
    });
  };
  await put(4000, database);
  let described: ReturnType<Metadata["describe"]> | undefined;
  await put(4001, {
    ...database,
    transaction: (act) =>
      database.transaction(async (sql) => {
        const end = await act(sql);
        let isOver = false;
        described = metadata.describe("race", { contentType: "c/d" });
        described.finally(() => isOver = true).catch(() => {});
        for (let waiting = 0; waiting === 0 && !isOver;) {
          const [row] = await database.read(
            "SELECT count(*) AS waiting FROM pg_stat_activity " +
              "WHERE wait_event_type = 'Lock'",
          );
          waiting = Number(row?.["waiting"]);
        }
        return end;
      }),
  });
  const found = await described;
  assertEquals([found?.version, found?.contentType], [version(4001), "c/d"]);
}

async function killIdle(
  database: Database,
  postgres: TemporaryPostgres,
): Promise<void> {
  const metadata = new Metadata(database);
  await Promise.all(
    Array.from(
      { length: 100 },
      (_, at) => metadata.begin(version(1000 + at), 1),
    ),
  );
  const { inUse, inUseMax, max, waiting } = database.facts();
  assert(inUseMax <= max, `${inUseMax} of ${max} connections`);
  assertEquals([inUse, waiting], [0, 0]);
  postgres.kill();
  await postgres.start();
  // A loss that was not heard of yet fails whoever comes first.
  for (;;) {
    const known = await metadata.known([version(1000)]).catch(() => null);
    if (known === null) continue;
    assertEquals(known.size, 1);
    return;
  }
}

/** Killed in mid uploads: what was acknowledged is whole, the rest is gone. */
async function killBusy(postgres: TemporaryPostgres): Promise<void> {
  await withCluster({ database: postgres.url }, async (cluster) => {
    const { url } = cluster.gateway;
    const acknowledged = new Set<string>();
    const put = async (key: string, seed: number) => {
      const answer = await fetch(`${url}/objects/${key}`, {
        method: "PUT",
        body: seeded(50_000, seed),
      });
      await answer.body?.cancel();
      if (answer.status === 201) acknowledged.add(key);
      else assertEquals(answer.status, 503);
    };
    const seeds = Array.from({ length: 24 }, (_, seed) => seed);
    await Promise.all(seeds.map(async (seed) => {
      await put(`k${seed}`, seed);
      if (seed !== 5) return;
      postgres.kill();
      const answer = await fetch(`${url}/health`);
      const { database, status } = await answer.json();
      assertEquals([answer.status, status], [503, "degraded"]);
      assertEquals(database.isUp, false);
      await postgres.start();
    }));
    let objects: { key: string }[] | undefined;
    while (objects === undefined) {
      const answer = await fetch(`${url}/objects`);
      objects = (await answer.json()).objects;
    }
    // One is left of what was tried before.
    const keys = objects.map(({ key }) => key).filter((key) => key !== "race");
    for (const key of acknowledged) assert(keys.includes(key), key);
    for (const key of keys) {
      const answer = await fetch(`${url}/objects/${key}`);
      const expected = seeded(50_000, Number(key.slice(1)));
      assertEquals(await answer.bytes(), expected);
    }
    while (chunksOf(cluster).length !== keys.length) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}
