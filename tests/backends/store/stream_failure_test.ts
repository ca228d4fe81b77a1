import { assertEquals } from "@std/assert";
import type { StreamFailure } from "../../../ffi/mod.ts";
import { streamFailure } from "../../../backends/store/stream_failure.ts";

function failureOf(httpStatus: number, code: string): StreamFailure {
  return {
    status: -1,
    statusName: "HTTP_REQUEST",
    end: "sink",
    offsetBytes: 0,
    httpStatus,
    code,
    requestId: "r1",
    digest: null,
  };
}

const AT = { url: "s3://b", verb: "write", key: "k" } as const;

Deno.test("streamFailure() names bytes that arrived damaged, in the words of each store", () => {
  const codes = ["BadDigest", "XAmzContentChecksumMismatch", "Md5Mismatch"];
  for (const code of codes) {
    const error = streamFailure(AT, failureOf(400, code));
    assertEquals(error.kind, "ChecksumMismatch");
    assertEquals(
      error.message,
      `Cannot write "k" in "s3://b" (HTTP 400, ${code}, request r1): the ` +
        "bytes that arrived do not fit the checksum that was sent with them",
    );
  }
});

Deno.test("streamFailure() takes no other refusal for damage", () => {
  const other = streamFailure(AT, failureOf(400, "InvalidRequest"));
  assertEquals(other.kind, "Unexpected");
  assertEquals(streamFailure(AT, failureOf(404, "")).kind, "NotFound");
});
