import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { openChunkReader } from "../../../../engine/workloads/table/chunk_reader.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { appended, newTable } from "./table_fixture.ts";

async function chunks(columns?: string[], groupId = 1) {
  const table = await appended(await appended(await newTable(), 0, 5), 5, 3);
  const { lists, manifest, store } = table;
  return await openChunkReader({
    lists,
    manifest,
    store,
    groupId,
    ...(columns === undefined ? {} : { columns }),
  });
}

Deno.test("A chunk reader gives chunks in any order, with their rows", async () => {
  const reader = await chunks();
  assertEquals(reader.chunks.map(({ rows }) => rows), [
    { start: 0, end: 5 },
    { start: 5, end: 8 },
  ]);
  assertEquals(reader.chunks.every(({ sizeBytes }) => sizeBytes > 0), true);
  const many = await reader.readMany([1, 0, 1], 2);
  assertEquals(many.map(({ numRows }) => numRows), [3, 5, 3]);
  assertEquals([...many[0]?.getChild("id") ?? []].map(Number), [5, 6, 7]);
});

Deno.test("chunksOf() names each chunk once, as it is first needed", async () => {
  const reader = await chunks(["id"]);
  assertEquals(reader.chunksOf([7, 0, 6, 4]), [1, 0]);
  for (const row of [-1, 8, 1.5]) {
    assertThrows(() => reader.chunksOf([row]), TableError);
  }
});

Deno.test("A chunk reader refuses groups, columns and chunks that are not there", async () => {
  await assertRejects(() => chunks(["other"]), TableError, "other");
  await assertRejects(() => chunks(undefined, 9), TableError, "group 9");
  const reader = await chunks();
  await assertRejects(() => reader.readMany([0, 2]), TableError, "chunk 2");
});
