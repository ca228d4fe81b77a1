import { assertEquals } from "@std/assert";
import { isPropertyName } from "../../../../engine/workloads/table/property_registry.ts";

Deno.test("isPropertyName() knows the list alone", () => {
  assertEquals(isPropertyName("writer.file_rolling.size"), true);
  assertEquals(isPropertyName("toString"), false);
});
