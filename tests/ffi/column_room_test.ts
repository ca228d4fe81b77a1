import { assert, assertEquals } from "@std/assert";
import { loadCore } from "../../ffi/mod.ts";

Deno.test("room() has just the size that was asked for, and zeros", () => {
  using core = loadCore();
  const pages = core.pages();
  for (const sizeBytes of [0, 1, 4095, 1 << 22, (9 << 20) + 17]) {
    const bytes = pages.room(sizeBytes);
    assertEquals([bytes.length, bytes.byteOffset], [sizeBytes, 0]);
    assertEquals(bytes.buffer.byteLength, sizeBytes);
    assert(bytes.every((byte) => byte === 0));
    bytes.fill(7);
    assert(bytes.every((byte) => byte === 7));
  }
});
