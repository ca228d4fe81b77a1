import { assertEquals } from "@std/assert";
import {
  amzDateOf,
  awsEncode,
  awsEncodePath,
  canonicalRequest,
  scopeText,
  sha256Hex,
  sign,
  signingKey,
  textToSign,
  timeOfAmzDate,
} from "../../../../backends/reference/s3/sigv4.ts";

// The example "GET Object" of the S3 documentation of Signature Version 4.
const SCOPE = { date: "20130524", region: "us-east-1" };
const EMPTY = sha256Hex("");
const CANONICAL = canonicalRequest({
  method: "GET",
  path: "/test.txt",
  query: [],
  headers: [
    ["x-amz-date", "20130524T000000Z"],
    ["host", "examplebucket.s3.amazonaws.com"],
    ["range", "bytes=0-9"],
    ["x-amz-content-sha256", EMPTY],
  ],
  payloadHash: EMPTY,
});

Deno.test("the signature of the documented example comes out", () => {
  const text = textToSign({
    kind: "",
    amzDate: "20130524T000000Z",
    scope: SCOPE,
    lines: [sha256Hex(CANONICAL)],
  });
  const key = signingKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", SCOPE);
  assertEquals(
    sign(key, text),
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
  assertEquals(scopeText(SCOPE), "20130524/us-east-1/s3/aws4_request");
});

Deno.test("canonicalRequest() sorts, encodes and trims", () => {
  const text = canonicalRequest({
    method: "PUT",
    path: "/b/a b/../ü",
    query: [["z", "1"], ["a", "/ +"], ["a", ""]],
    headers: [["x-b", "  two   spaces "], ["host", "h"]],
    payloadHash: "UNSIGNED-PAYLOAD",
  });
  assertEquals(text.split("\n"), [
    "PUT",
    "/b/a%20b/../%C3%BC",
    "a=&a=%2F%20%2B&z=1",
    "host:h",
    "x-b:two spaces",
    "",
    "host;x-b",
    "UNSIGNED-PAYLOAD",
  ]);
});

Deno.test("awsEncode() leaves only unreserved letters", () => {
  assertEquals(awsEncode("aZ0-._~"), "aZ0-._~");
  assertEquals(awsEncode("!'()*/ "), "%21%27%28%29%2A%2F%20");
  assertEquals(awsEncodePath("a*/b"), "a%2A/b");
});

Deno.test("dates go there and back, and others are none", () => {
  const timeMs = Date.parse("2026-11-21T06:12:56Z");
  assertEquals(amzDateOf(timeMs), "20261121T061256Z");
  assertEquals(timeOfAmzDate("20261121T061256Z"), timeMs);
  assertEquals(timeOfAmzDate("2026-11-21T06:12:56Z"), undefined);
  assertEquals(timeOfAmzDate("20261341T061256Z"), undefined);
});
