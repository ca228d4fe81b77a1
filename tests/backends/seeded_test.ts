import { assertEquals, assertNotEquals } from "@std/assert";
import { seededBytes } from "../../backends/seeded.ts";

Deno.test("seededBytes() repeats for seed and salt, and differs for others", () => {
  assertEquals(seededBytes(99, 1, 2), seededBytes(99, 1, 2));
  assertNotEquals(seededBytes(99, 1, 2), seededBytes(99, 1, 3));
  assertNotEquals(seededBytes(99, 1, 2), seededBytes(99, 2, 2));
  for (const size of [0, 1, 3, 4, 5]) {
    assertEquals(seededBytes(size, 1, 2).length, size);
  }
});
