import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import { bucketKey, keyBytesMax } from "../../../backends/s3/s3_key.ts";

const at = (key: string) => ({ operation: "put", key });

Deno.test("bucketKey() puts the prefix in front and changes nothing", () => {
  for (const key of ["a", "a/../b", "./a", "/a", "//", "..a", "%2e%2e/x"]) {
    assertEquals(bucketKey(at(key), "p/"), `p/${key}`);
  }
});

Deno.test("bucketKey() refuses what leads out of the prefix, or to it", () => {
  for (const key of ["..", ".", "../x", "a/../../x", "a/..", "x/../..//.."]) {
    const error = assertThrows(() => bucketKey(at(key), "p/"), StorageError);
    assertEquals(error.kind, "InvalidKey", key);
  }
});

Deno.test("bucketKey() counts the prefix into the longest key", () => {
  assertEquals(keyBytesMax("\u00e9/"), 1021);
  const fits = "x".repeat(1021);
  assertEquals(bucketKey(at(fits), "\u00e9/").length, 1023);
  assertThrows(() => bucketKey(at(`${fits}x`), "\u00e9/"), StorageError);
});
