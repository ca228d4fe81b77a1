import { assertEquals, assertThrows } from "@std/assert";
import { GatewayError } from "../../../../backends/reference/cluster/gateway_error.ts";
import {
  conditionOf,
  describedBy,
  listRequest,
  rangeOf,
  readDescription,
  routeOf,
} from "../../../../backends/reference/cluster/gateway_request.ts";

const headers = (...pairs: [string, string][]) => ({
  headers: new Map(pairs),
});

function codeOf(act: () => unknown): string {
  return assertThrows(act, GatewayError).code;
}

Deno.test("a path names one thing, and a key may hold any letter", () => {
  assertEquals(routeOf("/health"), { kind: "health" });
  assertEquals(routeOf("/objects/a%2Fb/c"), { kind: "object", key: "a/b/c" });
  assertEquals(routeOf("/metadata/%2E%2E"), { kind: "metadata", key: ".." });
  assertEquals(routeOf("/objects/%00%E2%82%AC?x=1"), {
    ...{ kind: "object", key: "\0€" },
  });
});

Deno.test("a path that leads out, or to nothing, is refused", () => {
  for (const path of ["/objects/../x", "/objects/./x", "/objects/a/.."]) {
    assertEquals(codeOf(() => routeOf(path)), "InvalidKey");
  }
  for (
    const path of [
      ...["/objects/%", "/objects/%ff", `/objects/${"k".repeat(1025)}`],
      // What is not encoded comes as a letter for each byte.
      ...["/objects/\xc3\xbc", "/metadata/a\tb"],
    ]
  ) {
    assertEquals(codeOf(() => routeOf(path)), "InvalidKey");
  }
  for (const path of ["/", "/objects/", "/chunks/a"]) {
    assertEquals(codeOf(() => routeOf(path)), "NotFound");
  }
});

Deno.test("ranges are bytes that are there", () => {
  assertEquals(rangeOf(undefined, 10), null);
  assertEquals(rangeOf("items=1-2", 10), null);
  assertEquals(rangeOf("bytes=0-0", 10), { start: 0, end: 1 });
  assertEquals(rangeOf("bytes=7-", 10), { start: 7, end: 10 });
  assertEquals(rangeOf("bytes=-3", 10), { start: 7, end: 10 });
  assertEquals(rangeOf("bytes=-30", 10), { start: 0, end: 10 });
  assertEquals(rangeOf("bytes=5-99", 10), { start: 5, end: 10 });
  for (const text of ["bytes=10-", "bytes=-0", "bytes=5-4"]) {
    assertEquals(codeOf(() => rangeOf(text, 10)), "RangeNotSatisfiable");
  }
});

Deno.test("a condition is one ETag in quotes, or that nothing is there", () => {
  assertEquals(conditionOf(headers()), { kind: "none" });
  assertEquals(conditionOf(headers(["if-none-match", "*"])), {
    kind: "absent",
  });
  assertEquals(conditionOf(headers(["if-match", '"v"'])), {
    ...{ kind: "match", version: "v" },
  });
  for (
    const wrong of [
      headers(["if-match", "v"]),
      headers(["if-match", '"a", "b"']),
      headers(["if-none-match", '"v"']),
      headers(["if-match", '"v"'], ["if-none-match", "*"]),
    ]
  ) assertEquals(codeOf(() => conditionOf(wrong)), "InvalidRequest");
});

Deno.test("a listing knows its parameters, and up to a thousand keys", () => {
  const request = listRequest(new URLSearchParams("prefix=a&limit=7"));
  assertEquals(request, { prefix: "a", delimiter: "", limit: 7, after: "" });
  for (const text of ["limit=0", "limit=1001", "limit=x", "order=up"]) {
    const query = new URLSearchParams(text);
    assertEquals(codeOf(() => listRequest(query)), "InvalidRequest");
  }
});

Deno.test("words about an object are texts, and not too many", () => {
  assertEquals(describedBy(headers(["x-meta-a", "%C3%BC"])), {
    contentType: "application/octet-stream",
    metadata: { a: "ü" },
  });
  const large = headers(["x-meta-a", "x".repeat(9000)]);
  assertEquals(codeOf(() => describedBy(large)), "InvalidRequest");
  const odd = headers(["content-type", "plain"]);
  assertEquals(codeOf(() => describedBy(odd)), "UnsupportedContentType");
  for (
    const body of [
      "{",
      "[]",
      "null",
      '{"size": 1}',
      '{"contentType": 1}',
      '{"metadata": {"a": 1}}',
    ]
  ) assertEquals(codeOf(() => readDescription(body)), "InvalidJson");
});

Deno.test("words that no header can hold are refused before they are kept", () => {
  for (const name of ["a b", "é", "A", "", "a\r\nx: y", "a:"]) {
    const body = JSON.stringify({ metadata: { [name]: "x" } });
    assertEquals(codeOf(() => readDescription(body)), "InvalidRequest", name);
  }
  const half = '{"metadata": {"a": "\\ud800"}}';
  assertEquals(codeOf(() => readDescription(half)), "InvalidRequest");
  for (const rest of ["\0", "\r\nx: y", "é", "\n;"]) {
    const body = JSON.stringify({ contentType: `a/b;${rest}` });
    const code = codeOf(() => readDescription(body));
    assertEquals(code, "UnsupportedContentType", rest);
  }
  const folded = headers(["content-type", "a/b\n;c"]);
  assertEquals(codeOf(() => describedBy(folded)), "UnsupportedContentType");
  const fine = { contentType: "text/plain; charset=utf-8" };
  assertEquals(readDescription(JSON.stringify(fine)), fine);
  // No name is one that texts by name have already.
  const { metadata } = describedBy(headers(["x-meta-__proto__", "x"]));
  assertEquals(Object.entries(metadata), [["__proto__", "x"]]);
});
