/** What the metadata promises, tried over whichever database. */
import { assert, assertEquals } from "@std/assert";
import type { Database } from "../../../../backends/reference/cluster/database.ts";
import { Metadata } from "../../../../backends/reference/cluster/metadata.ts";
import { migrate } from "../../../../backends/reference/cluster/schema.ts";

/** 32 digits. */
export const version = (number: number) =>
  number.toString(16).padStart(32, "0");

/** Every change, and every refusal, over an empty database. */
export async function tryAll(database: Database): Promise<void> {
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
  const described = await metadata.describe("k\0ü", { contentType: "c/d" });
  assertEquals(described, { ...found, contentType: "c/d" });
  assertEquals(await metadata.remove("k\0ü", { kind: "none" }), "done");
  assertEquals(await metadata.remove("k\0ü", { kind: "none" }), "missing");
  assertEquals(await metadata.describe("k\0ü", { metadata: {} }), null);
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
