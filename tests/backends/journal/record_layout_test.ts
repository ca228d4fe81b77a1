import { assertEquals, assertNotEquals } from "@std/assert";
import {
  checkOf,
  HEAD_BYTES,
  MAGIC,
} from "../../../backends/journal/record_layout.ts";

Deno.test("checkOf() binds a record to its place", () => {
  const record = Uint8Array.of(1, 2, 3);
  assertEquals(checkOf(0, record), 0xc17ae8e3);
  assertNotEquals(checkOf(0, record), checkOf(1, record));
});

Deno.test("a journal begins with its magic, then a head", () => {
  assertEquals(new TextDecoder().decode(MAGIC), "SVJRNL01");
  assertEquals(HEAD_BYTES, 4 + 4);
});
