import { assertEquals } from "@std/assert";
import { didYouMean, nearestName } from "../../backends/nearest.ts";

Deno.test("nearestName() finds a swapped, a missing and a wrong letter", () => {
  const known = ["local", "local-direct", "minio"];
  assertEquals(nearestName("lcoal", known), "local");
  assertEquals(nearestName("mino", known), "minio");
  assertEquals(nearestName("local-dirext", known), "local-direct");
  assertEquals(nearestName("flie", ["file", "direct"]), "file");
});

Deno.test("nearestName() keeps quiet rather than guess", () => {
  assertEquals(nearestName("azure", ["local", "minio"]), undefined);
  assertEquals(nearestName("ab", ["cd"]), undefined);
  assertEquals(didYouMean("azure", ["local"]), "");
});
