import { assertEquals, assertRejects } from "@std/assert";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { newStore } from "./table_fixture.ts";

Deno.test("TableStore keeps everything below its path", async () => {
  const store = newStore();
  await store.put("_data/a", new Uint8Array([1, 2, 3]));
  assertEquals((await store.backend.list()).objects[0]?.key, "t/_data/a");
  assertEquals(await store.sizeOf("_data/a"), 3);
  assertEquals(await store.sizeOf("_data/b"), null);
  assertEquals((await Array.fromAsync(store.list("_data/"))).length, 1);
  const source = await store.open("_data/a");
  assertEquals(await source.read(1, 9), new Uint8Array([2, 3]));
  await store.delete("_data/a");
  const error = await assertRejects(() => store.open("_data/a"), TableError);
  assertEquals(error.kind, "FileMissing");
});
