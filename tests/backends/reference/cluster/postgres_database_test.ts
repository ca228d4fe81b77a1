/** The same metadata over PostgreSQL, started here where it is installed. */
import { assert, assertEquals } from "@std/assert";
import { Metadata } from "../../../../backends/reference/cluster/metadata.ts";
import { openPostgres } from "../../../../backends/reference/cluster/postgres_database.ts";
import { migrate } from "../../../../backends/reference/cluster/schema.ts";
import { openSqlite } from "../../../../backends/reference/cluster/sqlite_database.ts";
import type { Database } from "../../../../backends/reference/cluster/database.ts";
import { chunksOf, seeded, withCluster } from "./_cluster.ts";
import {
  postgresPrograms,
  type TemporaryPostgres,
  withPostgres,
} from "./_postgres.ts";

const IS_INSTALLED = postgresPrograms() !== "";

const version = (number: number) => number.toString(16).padStart(32, "0");

/** Every change, and every refusal, over an empty database. */
async function tryAll(database: Database): Promise<void> {
  assertEquals([await migrate(database), await migrate(database)], [1, 1]);
  const metadata = new Metadata(database);
  const put = async (
    key: string,
    number: number,
    condition: Parameters<Metadata["commit"]>[2] = { kind: "none" },
  ) => {
    await metadata.begin(version(number), 1);
    return await metadata.commit(
      {
        ...{ key, version: version(number), sizeBytes: 3, crc32c: 4e9 },
        ...{ contentType: "a/b", metadata: { ü: "x" }, modifiedMs: 2e12 },
      },
      [{ number: 0, sizeBytes: 3, servers: ["n1", "n2"] }],
      condition,
    );
  };
  assertEquals(await put("k\0ü", 1, { kind: "absent" }), "done");
  assertEquals(await put("k\0ü", 2, { kind: "absent" }), "exists");
  const match = { kind: "match", version: version(9) } as const;
  assertEquals(await put("k\0ü", 3, match), "changed");
  const [race] = await Promise.all([
    Promise.all([4, 5, 6].map((one) => put("race", one, { kind: "absent" }))),
  ]);
  assertEquals(race.toSorted(), ["done", "exists", "exists"]);
  const found = await metadata.head("k\0ü");
  assertEquals(found?.key, "k\0ü");
  const page = await metadata.page(new Uint8Array(), true, 10);
  assertEquals(page.map(({ key }) => key), ["k\0ü", "race"]);
  assertEquals([found?.crc32c, found?.modifiedMs, found?.metadata], [
    4e9,
    2e12,
    { ü: "x" },
  ]);
  assertEquals((await metadata.chunks(version(1)))[0]?.servers, ["n1", "n2"]);
  assertEquals(await metadata.remove("k\0ü", { kind: "none" }), "done");
  assertEquals(await metadata.remove("k\0ü", { kind: "none" }), "missing");
  const doomed = await metadata.doomed(10);
  assertEquals(doomed.length, 2);
  await metadata.forget(doomed);
  assertEquals(await metadata.doomed(10), []);
  assertEquals((await metadata.known([version(1), version(2)])).size, 1);
  await metadata.abandonAll();
  let isRefused = false;
  await database.transaction((sql) =>
    sql("INSERT INTO chunks VALUES ($1, 0, 5)", [version(77)])
  ).catch(() => isRefused = true);
  assert(isRefused, "A chunk without an object was taken");
}

Deno.test("SQLite keeps the metadata, and refuses what must not be", async () => {
  const folder = await Deno.makeTempDir();
  const database = await openSqlite(`${folder}/a.db`);
  await tryAll(database);
  await database.close();
  await Deno.remove(folder, { recursive: true });
});

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
        await killIdle(database, postgres);
      } finally {
        await database.close();
      }
      await killBusy(postgres);
    }),
});

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
  // Each connection finds out by itself that it was lost.
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
