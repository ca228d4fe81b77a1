import { assertEquals, assertRejects } from "@std/assert";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import { WireReader } from "../../../backends/http/wire_reader.ts";

/** Gives the text in pieces of this size. */
function readerOf(text: string, pieceBytes: number): WireReader {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new WireReader((buffer) => {
    if (at >= bytes.length) return Promise.resolve(null);
    const piece = bytes.subarray(at, at + Math.min(pieceBytes, buffer.length));
    buffer.set(piece);
    at += piece.length;
    return Promise.resolve(piece.length);
  });
}

Deno.test("WireReader reads the same lines and bytes however they arrive", async () => {
  for (const pieceBytes of [1, 2, 3, 7, 100]) {
    const reader = readerOf("one\r\n\r\ntwo\nrest", pieceBytes);
    assertEquals(await reader.line(), "one");
    assertEquals(await reader.line(), "");
    assertEquals(await reader.line(), "two");
    let rest = "";
    for (;;) {
      const piece = await reader.some(3);
      if (piece === undefined) break;
      assertEquals(piece.length <= 3, true);
      rest += new TextDecoder().decode(piece);
    }
    assertEquals(rest, "rest");
    assertEquals(await reader.line(), undefined);
  }
});

Deno.test("WireReader refuses a line that does not end", async () => {
  const reader = readerOf("x".repeat(100_000), 10_000);
  const failure = await assertRejects(() => reader.line(), HttpFailure);
  assertEquals(failure.reason, "malformed");
});

Deno.test("WireReader shares one read among all who wait", async () => {
  let reads = 0;
  const reader = new WireReader((buffer) => {
    reads++;
    buffer[0] = 10;
    return Promise.resolve(1);
  });
  const resting = reader.fill();
  assertEquals(await reader.line(), "");
  assertEquals(await resting, true);
  assertEquals(reads, 1);
});
