import { assertEquals, assertThrows } from "@std/assert";
import { BlobError } from "../../../../backends/reference/azure/blob_error.ts";
import { readBlobRequest } from "../../../../backends/reference/azure/blob_request.ts";
import type { HttpRequest } from "../../../../backends/reference/http/http_connection.ts";

function read(target: string, version = "2021-12-02") {
  // The body is not looked at.
  const request = {
    method: "GET",
    target,
    headers: new Map(version === "" ? [] : [["x-ms-version", version]]),
  } as unknown as HttpRequest;
  return readBlobRequest(request);
}

function code(target: string, version?: string): string {
  return assertThrows(() => read(target, version), BlobError).code;
}

Deno.test("readBlobRequest() decodes a name once and folds nothing", () => {
  const rows = [
    ["/acct/box/a/b", "a/b"],
    ["/acct/box/a%2F..%2Fb", "a/../b"],
    ["/acct/box/a/../b", "a/../b"],
    ["/acct/box//", "/"],
    ["/acct/box/%252e", "%2e"],
    ["/acct/box/%F0%9F%98%80", "\u{1f600}"],
  ] as const;
  for (const [target, blob] of rows) {
    const found = read(target);
    assertEquals([found.account, found.container], ["acct", "box"]);
    assertEquals(found.blob, blob);
  }
  assertEquals(read("/acct/box").blob, undefined);
  assertEquals(read("/acct/box/").blob, undefined);
  assertEquals(read("/acct").container, undefined);
});

Deno.test("readBlobRequest() keeps the path as it was signed", () => {
  const { path, query } = read("/acct/box/a%2Fb?Comp=List&prefix=x%2By");
  assertEquals(path, "/acct/box/a%2Fb");
  assertEquals([...query], [["comp", "List"], ["prefix", "x+y"]]);
});

Deno.test("readBlobRequest() refuses what names nothing", () => {
  assertEquals(code("/acct/box/%ff"), "InvalidUri");
  assertEquals(code(`/acct/box/${"x".repeat(1025)}`), "InvalidUri");
  assertEquals(code(`/acct/box/${"x/".repeat(254)}x`), "InvalidUri");
  assertEquals(code("/acct/box?a=1&A=2"), "InvalidQueryParameterValue");
  for (const name of ["Box", "b", "a--b", "-ab", "a_b", "x".repeat(64)]) {
    assertEquals(code(`/acct/${name}`), "InvalidResourceName", name);
  }
});

Deno.test("readBlobRequest() demands a version that it knows", () => {
  assertEquals(code("/acct/box", ""), "MissingRequiredHeader");
  assertEquals(code("/acct/box", "2009-09-19"), "InvalidHeaderValue");
  assertEquals(code("/acct/box", "new"), "InvalidHeaderValue");
});
