import { assertEquals, assertThrows } from "@std/assert";
import {
  type Account,
  authenticate,
} from "../../../../backends/reference/s3/authenticate.ts";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";
import { parseTarget } from "../../../../backends/reference/s3/s3_target.ts";
import {
  NOW_MS,
  requestOf,
  type RequestOptions,
  signedHeaders,
  type SigningOptions,
} from "../_request.ts";

const ACCOUNTS: readonly Account[] = [
  { accessKey: "key", secretKey: "secret" },
  { accessKey: "reader", secretKey: "secret", mayWrite: false },
  {
    accessKey: "guest",
    secretKey: "secret",
    sessionToken: "token",
    expiresMs: NOW_MS + 1000,
  },
];

function admit(
  request: RequestOptions,
  options: { readonly nowMs?: number; readonly anonymous?: boolean } = {},
) {
  const target = parseTarget(request.target ?? "/b/k", "h", "localhost");
  return authenticate(requestOf(request), target, {
    accounts: ACCOUNTS,
    region: "us-east-1",
    anonymous: options.anonymous ?? false,
    nowMs: options.nowMs ?? NOW_MS,
  });
}

function refusal(act: () => unknown): string {
  return assertThrows(act, S3Error).code;
}

function signed(
  signing: SigningOptions = {},
  request: RequestOptions = {},
): RequestOptions {
  return { ...request, headers: signedHeaders(request, signing) };
}

Deno.test("a request that is signed rightly is let in", () => {
  const request = {
    method: "PUT",
    target: "/b/a%20b/../%C3%BC?x-id=PutObject",
  };
  assertEquals(admit(signed({}, request)).mayWrite, true);
  assertEquals(admit(signed({ accessKey: "reader" })).mayWrite, false);
});

Deno.test("without a signature only an open endpoint lets anyone in", () => {
  assertEquals(refusal(() => admit({})), "AccessDenied");
  assertEquals(admit({}, { anonymous: true }).mayWrite, true);
});

Deno.test("a wrong secret, an unknown key and a changed request are told apart", () => {
  const wrong = signed({ secretKey: "other" });
  assertEquals(refusal(() => admit(wrong)), "SignatureDoesNotMatch");
  const unknown = signed({ accessKey: "nobody" });
  assertEquals(refusal(() => admit(unknown)), "InvalidAccessKeyId");
  for (
    const change of [
      { target: "/b/other" },
      { target: "/b/k?versionId=1" },
      { method: "DELETE" },
    ]
  ) {
    const request = { ...signed(), ...change };
    assertEquals(refusal(() => admit(request)), "SignatureDoesNotMatch");
  }
});

Deno.test("a clock may be 15 minutes off and no more", () => {
  const minutes = (count: number) => NOW_MS + count * 60_000;
  for (const count of [-15, 15]) {
    assertEquals(admit(signed(), { nowMs: minutes(count) }).mayWrite, true);
  }
  for (const count of [-16, 16]) {
    assertEquals(
      refusal(() => admit(signed(), { nowMs: minutes(count) })),
      "RequestTimeTooSkewed",
    );
  }
});

Deno.test("another region is pointed out by name", () => {
  const request = signed({ region: "eu-west-1" });
  const error = assertThrows(() => admit(request), S3Error);
  assertEquals(error.code, "AuthorizationHeaderMalformed");
  const text = new TextDecoder().decode(error.body("/", "1"));
  assertEquals(text.includes("<Region>us-east-1</Region>"), true);
});

Deno.test("a token must be the one of the account, and alive", () => {
  const guest = (sessionToken?: string) =>
    signed({
      accessKey: "guest",
      ...(sessionToken === undefined ? {} : { sessionToken }),
    });
  assertEquals(admit(guest("token")).mayWrite, true);
  assertEquals(refusal(() => admit(guest("other"))), "InvalidToken");
  assertEquals(refusal(() => admit(guest())), "InvalidToken");
  assertEquals(
    refusal(() => admit(guest("token"), { nowMs: NOW_MS + 1000 })),
    "ExpiredToken",
  );
});

Deno.test("a header and a query cannot both sign", () => {
  const request = signed({}, { target: "/b/k?X-Amz-Algorithm=x" });
  assertEquals(refusal(() => admit(request)), "InvalidArgument");
});
