import { assertEquals } from "@std/assert";
import { isBucketName } from "../../../../backends/reference/s3/bucket_name.ts";

Deno.test("isBucketName() takes what S3 takes", () => {
  const good = ["abc", "a-b", "1.b", "1.2.3.4.5", "a".repeat(63)];
  assertEquals(good.filter((name) => !isBucketName(name)), []);
});

Deno.test("isBucketName() takes nothing that could leave a folder", () => {
  const bad = ["", "ab", "..", "a..b", "../x", "a/b", "A-b", "1.2.3.4", "-ab"];
  assertEquals(bad.filter(isBucketName), []);
});
