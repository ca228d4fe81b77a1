import { assertEquals } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";

Deno.test("loadArrow() gives the same library each time", async () => {
  assertEquals(await loadArrow() === await loadArrow(), true);
});
