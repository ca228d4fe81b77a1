import { assertEquals, assertRejects } from "@std/assert";
import { manifestBytes } from "../../../bench/table/append_times.ts";
import {
  appended,
  newTable,
} from "../../engine/workloads/table/table_fixture.ts";

Deno.test("manifestBytes() is the size of a manifest, and fails where there is none", async () => {
  const table = await appended(await newTable(), 0, 5);
  const found = await manifestBytes(table.store, table);
  const { objects } = await table.store.backend.list();
  const sizes = objects.filter(({ key }) => key.includes("_metadata/"))
    .map(({ sizeBytes }) => sizeBytes);
  assertEquals(sizes, [found]);
  await assertRejects(
    () => manifestBytes(table.store, { version: 2 }),
    Error,
    "the manifest of version 2",
  );
});
