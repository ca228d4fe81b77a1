import { assertEquals, assertThrows } from "@std/assert";
import {
  headerSignature,
  querySignature,
} from "../../../../backends/reference/s3/given_signature.ts";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";
import { parseTarget } from "../../../../backends/reference/s3/s3_target.ts";
import { requestOf, signedHeaders } from "../_request.ts";

function ofHeaders(headers: Record<string, string>) {
  const { authorization = "" } = headers;
  return headerSignature(requestOf({ headers }), authorization);
}

Deno.test("headerSignature() reads all that a header claims", () => {
  const given = ofHeaders(signedHeaders({}));
  assertEquals(given.credential, {
    accessKey: "key",
    scope: { date: "20261121", region: "us-east-1" },
    service: "s3",
    terminator: "aws4_request",
  });
  assertEquals(given.amzDate, "20261121T060000Z");
  assertEquals(given.payloadHash, "UNSIGNED-PAYLOAD");
  assertEquals(given.expiresS, undefined);
});

Deno.test("headerSignature() refuses what S3 refuses", () => {
  const good = signedHeaders({});
  const broken: readonly (readonly [string, Record<string, string>])[] = [
    ["InvalidRequest", { ...good, authorization: "AWS key:signature" }],
    ["AuthorizationHeaderMalformed", {
      ...good,
      authorization: "AWS4-HMAC-SHA256 Credential=key",
    }],
    // Added on the way: not among the headers that were signed.
    ["AccessDenied", { ...good, "x-amz-meta-a": "b" }],
  ];
  for (const [code, headers] of broken) {
    assertEquals(assertThrows(() => ofHeaders(headers), S3Error).code, code);
  }
  const { "x-amz-content-sha256": _, ...without } = good;
  assertEquals(
    assertThrows(() => ofHeaders(without), S3Error).code,
    "InvalidRequest",
  );
});

const QUERY = "X-Amz-Algorithm=AWS4-HMAC-SHA256" +
  "&X-Amz-Credential=key%2F20261121%2Fus-east-1%2Fs3%2Faws4_request" +
  "&X-Amz-Date=20261121T060000Z&X-Amz-Expires=60" +
  "&X-Amz-SignedHeaders=host&X-Amz-Signature=abc";

function ofQuery(query: string) {
  const target = parseTarget(`/b/k?${query}`, "h", "localhost");
  return querySignature(requestOf({ headers: { host: "h" } }), target);
}

Deno.test("querySignature() reads a presigned URL", () => {
  const given = ofQuery(QUERY);
  assertEquals(given.expiresS, 60);
  assertEquals(given.payloadHash, "UNSIGNED-PAYLOAD");
  assertEquals(given.signature, "abc");
});

Deno.test("querySignature() refuses a URL that lacks or overdoes something", () => {
  for (
    const query of [
      QUERY.replace("&X-Amz-Date=20261121T060000Z", ""),
      QUERY.replace("Expires=60", "Expires=0"),
      QUERY.replace("Expires=60", "Expires=604801"),
      QUERY.replace("HMAC-SHA256", "HMAC-SHA1"),
    ]
  ) {
    assertEquals(
      assertThrows(() => ofQuery(query), S3Error).code,
      "AuthorizationQueryParametersError",
    );
  }
});
