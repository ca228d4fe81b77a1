import { assertEquals, assertThrows } from "@std/assert";
import { BlobError } from "../../../../backends/reference/azure/blob_error.ts";
import type { BlobRequest } from "../../../../backends/reference/azure/blob_request.ts";
import {
  checkSharedKey,
  isSameSignature,
  sharedKeyText,
  signText,
} from "../../../../backends/reference/azure/shared_key.ts";

const ACCOUNT = { name: "acct", key: btoa("a key of the account") };
const NOW = Date.UTC(2026, 10, 21, 12);

function request(headers: Readonly<Record<string, string>>): BlobRequest {
  // Only what is signed is looked at.
  return {
    method: "PUT",
    path: "/acct/box/a%2Fb",
    query: new Map([["timeout", "30"], ["comp", "block"]]),
    headers: new Map(Object.entries(headers)),
  } as unknown as BlobRequest;
}

const SIGNED = {
  "content-length": "5",
  "content-type": "text/plain",
  "if-match": '"e"',
  "date": "ignored where x-ms-date is",
  "x-ms-version": "2021-12-02",
  "x-ms-date": new Date(NOW).toUTCString(),
};

function signed(key = ACCOUNT.key, headers = SIGNED): BlobRequest {
  const signature = signText(sharedKeyText(request(headers), "acct"), key);
  const authorization = `SharedKey acct:${signature}`;
  return request({ ...headers, authorization });
}

function code(asked: BlobRequest, nowMs = NOW): string {
  return assertThrows(() => checkSharedKey(asked, ACCOUNT, nowMs), BlobError)
    .code;
}

Deno.test("sharedKeyText() builds the string of Azure's documentation", () => {
  assertEquals(
    sharedKeyText(request(SIGNED), "acct"),
    [
      ...["PUT", "", "", "5", "", "text/plain", "", "", '"e"', "", "", ""],
      `x-ms-date:${SIGNED["x-ms-date"]}`,
      "x-ms-version:2021-12-02",
      "/acct/acct/box/a%2Fb",
      "comp:block",
      "timeout:30",
    ].join("\n"),
  );
});

Deno.test("sharedKeyText() counts a length of 0 as none", () => {
  const [, , , length] = sharedKeyText(
    request({ "content-length": "0" }),
    "acct",
  ).split("\n");
  assertEquals(length, "");
});

Deno.test("checkSharedKey() takes the key's signature for 15 minutes", () => {
  checkSharedKey(signed(), ACCOUNT, NOW);
  checkSharedKey(signed(), ACCOUNT, NOW + 14 * 60_000);
  assertEquals(code(signed(), NOW + 16 * 60_000), "AuthenticationFailed");
  assertEquals(code(signed(), NOW - 16 * 60_000), "AuthenticationFailed");
});

Deno.test("checkSharedKey() refuses another key, and any change", () => {
  assertEquals(code(signed(btoa("another key"))), "AuthenticationFailed");
  const { headers } = signed();
  const changed = request({
    ...Object.fromEntries(headers),
    "content-length": "6",
  });
  assertEquals(code(changed), "AuthenticationFailed");
  const other = request({ ...SIGNED, authorization: "Basic x" });
  assertEquals(code(other), "InvalidAuthenticationInfo");
});

Deno.test("isSameSignature() compares texts of any length", () => {
  assertEquals(isSameSignature("ab", "ab"), true);
  assertEquals(isSameSignature("ab", "ac"), false);
  assertEquals(isSameSignature("ab", "abc"), false);
});
