/** Promises of `engine/workloads/split_count.ts`. */
import { assertEquals } from "@std/assert";
import { splitCount } from "../../../engine/workloads/split_count.ts";

Deno.test("splitCount() loses nothing and differs by one at most", () => {
  assertEquals(splitCount(10, 4), [3, 3, 2, 2]);
  assertEquals(splitCount(0, 3), [0, 0, 0]);
});
