import { assertEquals } from "@std/assert";
import { Metadata } from "../../../../backends/reference/cluster/metadata.ts";
import { openSqlite } from "../../../../backends/reference/cluster/sqlite_database.ts";
import { tryAll, version } from "./_metadata_trial.ts";

Deno.test("SQLite keeps the metadata, and refuses what must not be", async () => {
  const folder = await Deno.makeTempDir();
  const database = await openSqlite(`${folder}/a.db`);
  await tryAll(database);
  await database.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("transactions that wait go together, and one that fails goes alone", async () => {
  const folder = await Deno.makeTempDir();
  const database = await openSqlite(`${folder}/a.db`);
  await tryAll(database);
  const metadata = new Metadata(database);
  const numbers = Array.from({ length: 40 }, (_, at) => 100 + at);
  // Two of them are there twice.
  const ends = await Promise.allSettled(
    [...numbers, 100, 101].map((number) => metadata.begin(version(number), 1)),
  );
  const failed = ends.filter(({ status }) => status === "rejected");
  assertEquals(failed.length, 2);
  const known = await metadata.known(numbers.map(version));
  assertEquals(known.size, 40);
  const { inUseMax, inUse, waiting } = database.facts();
  assertEquals([inUse, waiting], [0, 0]);
  assertEquals(inUseMax > 1, true);
  await database.close();
  // All of it is there when it is opened again.
  const again = await openSqlite(`${folder}/a.db`);
  const kept = await new Metadata(again).known(numbers.map(version));
  assertEquals(kept.size, 40);
  await again.close();
  await Deno.remove(folder, { recursive: true });
});
