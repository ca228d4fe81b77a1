import { assertEquals } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import { batchOfVectors } from "../../../../engine/workloads/table/batch_of_vectors.ts";

Deno.test("batchOfVectors() keeps names, order and nulls", async () => {
  const arrow = await loadArrow();
  const batch = batchOfVectors(arrow, {
    b: arrow.vectorFromArray([1, null], new arrow.Int32()),
    a: arrow.vectorFromArray(["x", ""], new arrow.Utf8()),
  });
  assertEquals(batch.schema.fields.map(({ name }) => name), ["b", "a"]);
  assertEquals([...batch.getChild("b") ?? []], [1, null]);
  assertEquals(batch.numRows, 2);
  assertEquals(batchOfVectors(arrow, {}).numRows, 0);
});
