/** The same metadata over PostgreSQL, started here where it is installed. */
import { assert, assertEquals } from "@std/assert";
import { Metadata } from "../../../../backends/reference/cluster/metadata.ts";
import { openPostgres } from "../../../../backends/reference/cluster/postgres_database.ts";
import { migrate } from "../../../../backends/reference/cluster/schema.ts";
import { openSqlite } from "../../../../backends/reference/cluster/sqlite_database.ts";
import type { Database } from "../../../../backends/reference/cluster/database.ts";

/** Newest first; empty where PostgreSQL is not installed. */
function postgresPrograms(): string {
  try {
    const versions = [...Deno.readDirSync("/usr/lib/postgresql")]
      .map(({ name }) => name).sort((a, b) => Number(b) - Number(a));
    const path = `/usr/lib/postgresql/${versions[0]}/bin`;
    return Deno.statSync(`${path}/initdb`).isFile ? path : "";
  } catch {
    return "";
  }
}

const PROGRAMS = postgresPrograms();
const IS_ROOT = Deno.uid() === 0;

/** PostgreSQL does not run as root: there as its own user. */
async function run(program: string, args: readonly string[]): Promise<void> {
  const words = [`${PROGRAMS}/${program}`, ...args];
  const [first = "", ...rest] = IS_ROOT
    ? ["runuser", "-u", "postgres", "--", ...words]
    : words;
  const { success, stderr } = await new Deno.Command(first, {
    args: rest,
    stdout: "null",
    stderr: "piped",
    cwd: "/",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
}

async function withPostgres(
  body: (url: string, restart: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "postgres-" });
  await Deno.chmod(folder, 0o777);
  const data = `${folder}/data`;
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await run("initdb", ["-D", data, "-A", "trust", "-U", "postgres"]);
  const start = () =>
    run("pg_ctl", [
      ...["-D", data, "-w", "-l", `${folder}/log`, "start"],
      ...["-o", `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`],
    ]);
  const stop = (mode: string) =>
    run("pg_ctl", ["-D", data, "-w", "-m", mode, "stop"]);
  await start();
  try {
    await body(`postgres://postgres@127.0.0.1:${port}/postgres`, async () => {
      // As a kill: no flush, no farewell.
      await stop("immediate");
      await start();
    });
  } finally {
    await stop("immediate");
    await Deno.remove(folder, { recursive: true });
  }
}

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
  name: PROGRAMS === ""
    ? "PostgreSQL keeps the metadata (skipped: it is not installed)"
    : "PostgreSQL keeps the metadata, with a bounded pool, over a kill",
  ignore: PROGRAMS === "",
  fn: () =>
    withPostgres(async (url, restart) => {
      const database = await openPostgres(url);
      try {
        await tryAll(database);
        const metadata = new Metadata(database);
        await Promise.all(
          Array.from({ length: 100 }, (_, at) =>
            metadata.begin(version(1000 + at), 1)),
        );
        const { inUse, inUseMax, max, waiting } = database.facts();
        assert(inUseMax <= max, `${inUseMax} of ${max} connections`);
        assertEquals([inUse, waiting], [0, 0]);
        await restart();
        // Each connection finds out by itself that it was lost.
        for (let left = 50; left > 0; left--) {
          const known = await metadata.known([version(1000)]).catch(() =>
            null
          );
          if (known !== null) {
            assertEquals(known.size, 1);
            return;
          }
        }
        throw new Error("The pool does not come back");
      } finally {
        await database.close();
      }
    }),
});
