import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../backends/mod.ts";
import { checkKey, keyBytes, keyText, quoteKey } from "../../backends/key.ts";

Deno.test("keyBytes() sorts as UTF-8 does, where UTF-16 does not", () => {
  const below = "\uff5e";
  const above = "\u{1f600}";
  assertEquals(below < above, false);
  assertEquals(keyBytes(below) < keyBytes(above), true);
});

Deno.test("keyText() undoes keyBytes()", () => {
  for (const key of ["a", "\u{1f600}/\0\n", "\ufeffbom", "e\u0301"]) {
    assertEquals(keyText(keyBytes(key)), key);
  }
  assertEquals(keyText("\xff"), undefined);
});

Deno.test("checkKey() takes 1024 bytes and refuses 1025", () => {
  checkKey("é".repeat(512), "put");
  const long = () => checkKey("é".repeat(512) + "x", "put");
  assertEquals(assertThrows(long, StorageError).kind, "InvalidKey");
});

Deno.test("checkKey() refuses an empty key and half a surrogate pair", () => {
  for (const key of ["", "a\ud800"]) {
    const error = assertThrows(() => checkKey(key, "put"), StorageError);
    assertEquals(error.kind, "InvalidKey");
  }
});

Deno.test("quoteKey() keeps a message on one short line", () => {
  assertEquals(quoteKey("a\nb"), '"a\\nb"');
  assertEquals(quoteKey("x".repeat(500)).length, 82);
});
