import { assertEquals, assertRejects } from "@std/assert";
import {
  ByteSource,
  ConnectionLost,
} from "../../../../backends/reference/http/byte_source.ts";

const MARK = new Uint8Array([13, 10]);

function sourceOf(...pieces: string[]): ByteSource {
  const rest = pieces.map((piece) => new TextEncoder().encode(piece));
  return new ByteSource({
    read(into) {
      const piece = rest.shift();
      if (piece === undefined) return Promise.resolve(null);
      const taken = piece.subarray(0, into.length);
      into.set(taken);
      if (taken.length < piece.length) {
        rest.unshift(piece.subarray(taken.length));
      }
      return Promise.resolve(taken.length);
    },
  });
}

const text = (bytes: Uint8Array | null | undefined) =>
  new TextDecoder().decode(bytes ?? new Uint8Array());

Deno.test("until() finds a mark that arrives in two pieces", async () => {
  const source = sourceOf("ab\r", "\ncd\r\n", "rest");
  assertEquals(text(await source.until(MARK, 100)), "ab\r\n");
  assertEquals(text(await source.until(MARK, 100)), "cd\r\n");
  assertEquals(text(await source.some(2)), "re");
  assertEquals(text(await source.some(20)), "st");
});

Deno.test("until() tells an end before the first byte from one after it", async () => {
  assertEquals(await sourceOf().until(MARK, 9), null);
  await assertRejects(
    () => sourceOf("a").until(MARK, 9),
    ConnectionLost,
  );
  await assertRejects(() => sourceOf().some(1), ConnectionLost);
});

Deno.test("until() gives up where a line is too long", async () => {
  const source = sourceOf("a".repeat(20));
  assertEquals(await source.until(MARK, 10), undefined);
});
