import { assertEquals, assertStringIncludes } from "@std/assert";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";

Deno.test("an S3Error renders the document of S3", () => {
  const error = new S3Error("NoSuchKey", { details: [["Key", "a<b"]] });
  const answer = error.answer("/b/a", "7");
  assertEquals(answer.status, 404);
  const text = new TextDecoder().decode(error.body("/b/a", "7"));
  assertStringIncludes(text, "<Code>NoSuchKey</Code>");
  assertStringIncludes(text, "<Key>a&lt;b</Key>");
  assertStringIncludes(text, "<RequestId>7</RequestId>");
});

Deno.test("a 304 has no document", () => {
  const answer = new S3Error("NotModified").answer("/", "1");
  assertEquals([answer.status, answer.body], [304, undefined]);
});
