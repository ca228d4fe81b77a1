import { assertEquals, assertThrows } from "@std/assert";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";
import {
  decode,
  parseTarget,
  queryValue,
} from "../../../../backends/reference/s3/s3_target.ts";

const parse = (target: string, host = "127.0.0.1:9000") =>
  parseTarget(target, host, "localhost");

Deno.test("parseTarget() takes path style apart and folds nothing", () => {
  const target = parse("/b/a/../%2e//c%2Fd?x-id=GetObject&uploads");
  assertEquals(target.bucket, "b");
  assertEquals(target.key, "a/.././/c/d");
  assertEquals(target.path, "/b/a/.././/c/d");
  assertEquals(target.query, [["x-id", "GetObject"], ["uploads", ""]]);
});

Deno.test("parseTarget() tells service, bucket and object", () => {
  assertEquals(parse("/").bucket, undefined);
  for (const path of ["/b", "/b/"]) {
    const target = parse(path);
    assertEquals([target.bucket, target.key], ["b", undefined]);
  }
  assertEquals(parse("/b//").key, "/");
});

Deno.test("parseTarget() finds the bucket in the host", () => {
  const target = parse("/a/b", "my.bucket.localhost:9000");
  assertEquals([target.bucket, target.key], ["my.bucket", "a/b"]);
  assertEquals(parse("/b/k", "localhost:9000").bucket, "b");
});

Deno.test("queryValue() gives the first, with plus as a space", () => {
  const target = parse("/b?prefix=a+b%2B&prefix=c");
  assertEquals(queryValue(target, "prefix"), "a b+");
  assertEquals(queryValue(target, "delimiter"), undefined);
});

Deno.test("decode() refuses what is not UTF-8", () => {
  assertEquals(decode("%C3%BC"), "ü");
  assertThrows(() => decode("%ff"), S3Error);
});
