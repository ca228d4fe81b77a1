import { assertEquals, assertThrows } from "@std/assert";
import { findOperation } from "../../../../backends/reference/s3/operations.ts";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";
import { parseTarget } from "../../../../backends/reference/s3/s3_target.ts";
import { requestOf } from "../_request.ts";

function nameOf(line: string, headers: Record<string, string> = {}): string {
  const [method = "", target = ""] = line.split(" ");
  const parsed = parseTarget(target, "h", "localhost");
  return findOperation(requestOf({ method, target, headers }), parsed).name;
}

const EXPECTED = {
  "GET /": "ListBuckets",
  "GET /b": "ListObjects",
  "GET /b?list-type=2&prefix=a": "ListObjectsV2",
  "GET /b?uploads": "ListMultipartUploads",
  "GET /b?location": "GetBucketLocation",
  "POST /b?delete": "DeleteObjects",
  "GET /b/k?x-id=GetObject": "GetObject",
  "GET /b/k?uploadId=1": "ListParts",
  "PUT /b/k?X-Amz-Signature=1": "PutObject",
  "PUT /b/k?partNumber=1&uploadId=1": "UploadPart",
  "POST /b/k?uploads": "CreateMultipartUpload",
  "POST /b/k?uploadId=1": "CompleteMultipartUpload",
  "DELETE /b/k?uploadId=1": "AbortMultipartUpload",
  "DELETE /b/k": "DeleteObject",
};

for (const [line, name] of Object.entries(EXPECTED)) {
  Deno.test(`${line} is ${name}`, () => assertEquals(nameOf(line), name));
}

Deno.test("a copy source makes a copy", () => {
  const headers = { "x-amz-copy-source": "b/k" };
  assertEquals(nameOf("PUT /b/k", headers), "CopyObject");
  assertEquals(
    nameOf("PUT /b/k?partNumber=1&uploadId=1", headers),
    "UploadPartCopy",
  );
});

Deno.test("what nobody knows is refused, not passed over", () => {
  for (
    const line of ["GET /b?acl", "PUT /b/k?tagging", "GET /b/k?versionId=1"]
  ) {
    const error = assertThrows(() => nameOf(line), S3Error);
    assertEquals(error.code, "NotImplemented");
  }
  const error = assertThrows(() => nameOf("PATCH /b/k"), S3Error);
  assertEquals(error.code, "MethodNotAllowed");
});
