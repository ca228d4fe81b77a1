import { assert, assertEquals } from "@std/assert";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import { StorageError } from "../../../backends/mod.ts";
import { s3Code, s3Failure } from "../../../backends/s3/s3_failure.ts";

const ATTEMPT = {
  action: 'put "k" in "s3://b"',
  operation: "put",
  url: "s3://b",
  bucket: "b",
  region: "us-east-1",
  nowMs: Date.parse("2026-11-21T10:00:00Z"),
};

/** An error as the SDK throws it. */
function answered(name: string, status: number, more = {}): Error {
  const error = new Error("token=canary-11");
  error.name = name;
  return Object.assign(error, {
    $metadata: { httpStatusCode: status },
    ...more,
  });
}

Deno.test("s3Failure() knows the codes, whatever the status", () => {
  const rows = [
    ["NoSuchKey", 404, "NotFound", false],
    ["NoSuchBucket", 404, "NotFound", false],
    ["XAdminUserNotFound", 404, "PermissionDenied", false],
    ["NoSuchUpload", 404, "NotFound", false],
    ["AccessDenied", 403, "PermissionDenied", false],
    ["ExpiredToken", 400, "PermissionDenied", false],
    ["PreconditionFailed", 412, "PreconditionFailed", false],
    ["ConditionalRequestConflict", 409, "Busy", true],
    ["BadDigest", 400, "ChecksumMismatch", false],
    ["SlowDown", 503, "RateLimited", true],
    ["SlowDown", 200, "RateLimited", true],
    ["InternalError", 500, "Unavailable", true],
    ["NotImplemented", 501, "Unsupported", false],
    ["InvalidRange", 416, "RangeNotSatisfiable", false],
    ["KeyTooLongError", 400, "InvalidKey", false],
    ["QuotaExceeded", 403, "NoSpace", false],
    ["SomethingNew", 400, "Unexpected", false],
  ] as const;
  for (const [code, status, kind, transient] of rows) {
    const failure = s3Failure(ATTEMPT, answered(code, status));
    assertEquals([failure.kind, failure.transient], [kind, transient], code);
    assert(failure.message.includes(code) || kind === "NotFound", code);
    assertEquals(failure.message.includes("canary"), false);
  }
});

Deno.test("s3Failure() goes by the status where there is no body", () => {
  const rows = [
    [404, "NotFound"],
    [403, "PermissionDenied"],
    [
      412,
      "PreconditionFailed",
    ],
    [429, "RateLimited"],
    [503, "RateLimited"],
    [504, "TimedOut"],
  ] as const;
  for (const [status, kind] of rows) {
    const failure = s3Failure(ATTEMPT, answered("UnknownError", status));
    assertEquals(failure.kind, kind);
    assert(failure.message.includes(`HTTP ${status}`), failure.message);
  }
});

Deno.test("s3Failure() makes no object out of a code that it does not know", () => {
  const failure = s3Failure(ATTEMPT, answered("NoSuchThing", 404));
  assertEquals(failure.kind, "NotFound");
  assert(failure.message.includes("the server refuses it (NoSuchThing"));
});

Deno.test("s3Failure() names the other region, and a redirect that has none", () => {
  const headers = { "x-amz-bucket-region": "eu-west-1" };
  const moved = answered("PermanentRedirect", 301, { $response: { headers } });
  assert(
    s3Failure(ATTEMPT, moved).message.includes("set region: eu-west-1"),
  );
  const signed = answered("AuthorizationHeaderMalformed", 400, {
    Region: "eu-west-2",
  });
  assert(
    s3Failure(ATTEMPT, signed).message.includes("set region: eu-west-2"),
  );
  const lost = s3Failure(ATTEMPT, answered("TemporaryRedirect", 307));
  assert(lost.message.includes("another place"), lost.message);
});

Deno.test("s3Failure() takes no region that is no word", () => {
  const headers = { "x-amz-bucket-region": "\u001b[31m evil" };
  const odd = answered("AccessDenied", 403, { $response: { headers } });
  assertEquals(s3Failure(ATTEMPT, odd).message.includes("evil"), false);
});

Deno.test("s3Failure() measures the clock by the answer's date", () => {
  const headers = { date: "Sat, 21 Nov 2026 09:30:00 GMT" };
  const skewed = answered("RequestTimeTooSkewed", 403, {
    $response: { headers },
  });
  const { kind, message } = s3Failure(ATTEMPT, skewed);
  assertEquals(kind, "PermissionDenied");
  assert(message.includes("1800 s ahead of the server's"), message);
});

Deno.test("s3Failure() finds the network below what a provider wraps", () => {
  const cause = new HttpFailure("h:1 refused the connection", {
    step: "connect",
    reason: "refused",
  });
  const wrapped = new Error("Could not load credentials", { cause });
  const failure = s3Failure(ATTEMPT, wrapped);
  assertEquals([failure.kind, failure.transient], ["Unavailable", true]);
  assert(failure.message.includes("check endpoint"), failure.message);
});

Deno.test("s3Failure() says how to give a credential", () => {
  const missing = new Error("Could not load credentials from any providers");
  missing.name = "CredentialsProviderError";
  const { kind, message } = s3Failure(ATTEMPT, missing);
  assertEquals(kind, "PermissionDenied");
  assert(message.includes("AWS_ACCESS_KEY_ID"), message);
});

Deno.test("s3Failure() passes on what is a StorageError already", () => {
  const own = new StorageError("x", { kind: "Busy", operation: "put" });
  assertEquals(s3Failure(ATTEMPT, own), own);
});

Deno.test("s3Code() is there only for answers of a server", () => {
  assertEquals(s3Code(answered("NotImplemented", 501)), "NotImplemented");
  assertEquals(s3Code(answered("NotFound", 404)), "");
  assertEquals(s3Code(new Error("x")), undefined);
});
