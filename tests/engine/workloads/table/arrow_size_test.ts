import { assertEquals } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import {
  batchSizeBytes,
  columnSizeBytes,
} from "../../../../engine/workloads/table/arrow_size.ts";
import { batchOfColumns, rowsOf } from "./table_fixture.ts";

Deno.test("batchSizeBytes() counts values and offsets, exactly", async () => {
  // 8 + 8 bytes, 4 of an offset and the 6 letters of "name_i".
  const batch = await rowsOf(0, 10);
  assertEquals(batchSizeBytes(batch), 10 * (8 + 8 + 4 + 6));
  assertEquals(batchSizeBytes(batch.slice(2, 5)), 3 * (8 + 8 + 4 + 6));
});

Deno.test("columnSizeBytes() counts nulls and what lies in lists", async () => {
  const arrow = await loadArrow();
  const item = new arrow.Field("item", new arrow.Int32(), true);
  const lists = arrow.vectorFromArray([[1, 2], [3]], new arrow.List(item));
  const nulls = arrow.vectorFromArray([1, null], new arrow.Int32());
  const batch = await batchOfColumns({ lists, nulls });
  const [a, b] = batch.data.children;
  assertEquals(a && columnSizeBytes(a), 2 * 4 + 3 * 4);
  assertEquals(b && columnSizeBytes(b), 1 + 2 * 4);
});
