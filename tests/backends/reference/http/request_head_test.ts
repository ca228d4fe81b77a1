import { assertEquals, assertThrows } from "@std/assert";
import {
  BadRequest,
  parseRequestHead,
} from "../../../../backends/reference/http/request_head.ts";

function parse(...lines: string[]) {
  return parseRequestHead(new TextEncoder().encode(lines.join("\r\n")));
}

Deno.test("parseRequestHead() keeps the target as it was sent", () => {
  const head = parse("GET /b/a/../%2e//c?x=%20 HTTP/1.1", "Host: h");
  assertEquals(head.target, "/b/a/../%2e//c?x=%20");
  assertEquals(head.keepsAlive, true);
  assertEquals(head.framing, { kind: "none" });
});

Deno.test("parseRequestHead() joins repeated headers and trims values", () => {
  const head = parse("PUT / HTTP/1.1", "X-A:  one ", "x-a: two");
  assertEquals(head.headers.get("x-a"), "one,two");
});

Deno.test("parseRequestHead() knows how the body ends and who goes on", () => {
  assertEquals(
    parse("PUT / HTTP/1.1", "Content-Length: 7").framing,
    { kind: "length", bytes: 7 },
  );
  assertEquals(
    parse("PUT / HTTP/1.1", "Transfer-Encoding: chunked").framing,
    { kind: "chunked" },
  );
  assertEquals(parse("GET / HTTP/1.0").keepsAlive, false);
  assertEquals(parse("GET / HTTP/1.1", "Connection: Close").keepsAlive, false);
});

const REFUSED: readonly (readonly [string, readonly string[]])[] = [
  ["a target without a slash", ["GET x HTTP/1.1"]],
  ["another protocol", ["GET / HTTP/2"]],
  ["a folded header", ["GET / HTTP/1.1", "A: b", " c"]],
  ["two lengths", ["PUT / HTTP/1.1", "Content-Length: 1", "Content-Length: 1"]],
  ["a length that is none", ["PUT / HTTP/1.1", "Content-Length: +1"]],
  [
    "a length and chunks",
    ["PUT / HTTP/1.1", "Content-Length: 1", "Transfer-Encoding: chunked"],
  ],
  ["another coding", ["PUT / HTTP/1.1", "Transfer-Encoding: gzip"]],
];

for (const [what, lines] of REFUSED) {
  Deno.test(`parseRequestHead() refuses ${what}`, () => {
    assertThrows(() => parse(...lines), BadRequest);
  });
}
