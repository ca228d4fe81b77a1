import { assertStrictEquals, assertThrows } from "@std/assert";
import { ownBytes } from "../../ffi/_bytes.ts";

Deno.test("ownBytes() gives back what may be handed to the core", () => {
  const bytes = new Uint8Array(3);
  assertStrictEquals(ownBytes(bytes), bytes);
});

Deno.test("ownBytes() refuses memory that threads share", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(3));
  assertThrows(() => ownBytes(shared), TypeError, "shared memory");
});
