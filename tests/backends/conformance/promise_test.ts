import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { StorageError, type StorageErrorKind } from "../../../backends/mod.ts";
import {
  PromiseBroken,
  refused,
  sameBytes,
  sameTexts,
} from "../../../backends/conformance/promise.ts";

function failing(kind: StorageErrorKind) {
  return () =>
    Promise.reject(new StorageError("x", { kind, operation: "get" }));
}

Deno.test("sameBytes() names the first byte that differs, and its place", () => {
  const expected = new Uint8Array([1, 2, 3]);
  sameBytes(expected.slice(), expected, "It");
  const error = assertThrows(
    () => sameBytes(new Uint8Array([1, 9, 9]), expected, "It"),
    PromiseBroken,
  );
  assertEquals(error.message, "It: byte 1 is 9, and should be 2");
  const short = () => sameBytes(new Uint8Array(2), expected, "It");
  assertThrows(short, PromiseBroken, "the size in bytes is 2");
});

Deno.test("sameTexts() takes neither another order nor one more", () => {
  sameTexts(["a", "b"], ["a", "b"], "It");
  for (const found of [["b", "a"], ["a"], ["a", "b", "c"]]) {
    assertThrows(() => sameTexts(found, ["a", "b"], "It"), PromiseBroken);
  }
});

Deno.test("refused() takes the kind asked for, and no success", async () => {
  await refused("NotFound", failing("NotFound"), "It");
  const other = () => refused("NotFound", failing("AlreadyExists"), "It");
  await assertRejects(other, PromiseBroken);
  const done = () => refused("NotFound", () => Promise.resolve(), "It");
  await assertRejects(done, PromiseBroken);
});

Deno.test("refused() does not blame the storage for what the world did", async () => {
  const down = () => refused("NotFound", failing("Unavailable"), "It");
  await assertRejects(down, StorageError);
});
