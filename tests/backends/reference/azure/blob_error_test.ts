import { assertEquals, assertStringIncludes } from "@std/assert";
import { BlobError } from "../../../../backends/reference/azure/blob_error.ts";

Deno.test("BlobError renders as Azure words it", () => {
  const error = new BlobError("BlobNotFound", { details: [["A", "<1>"]] });
  const { status, headers, body } = error.answer("id-1", 0);
  assertEquals(status, 404);
  assertEquals(headers[0], ["x-ms-error-code", "BlobNotFound"]);
  const text = new TextDecoder().decode(body as Uint8Array);
  assertStringIncludes(text, "<Error><Code>BlobNotFound</Code><Message>");
  assertStringIncludes(text, "RequestId:id-1\nTime:1970-01-01T00:00:00.000");
  assertStringIncludes(text, "<A>&lt;1&gt;</A>");
});

Deno.test("BlobError has no body where the blob was not changed", () => {
  const error = new BlobError("ConditionNotMet", { status: 304 });
  assertEquals(error.answer("id-1", 0), {
    status: 304,
    headers: [["x-ms-error-code", "ConditionNotMet"]],
  });
});
