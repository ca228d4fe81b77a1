import { assertEquals } from "@std/assert";
import { sameBytes } from "../../../backends/crash/same_bytes.ts";

Deno.test("sameBytes() sees another byte, another length, and nothing else", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  assertEquals(sameBytes(bytes, bytes), true);
  assertEquals(sameBytes(bytes, bytes.slice()), true);
  assertEquals(sameBytes(bytes, Uint8Array.of(1, 2, 4)), false);
  assertEquals(sameBytes(bytes, bytes.subarray(0, 2)), false);
});
