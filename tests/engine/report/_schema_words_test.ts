/** Promises of `engine/report/_schema_words.ts`. */
import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import {
  COUNT,
  oneOf,
  orNull,
  record,
} from "../../../engine/report/_schema_words.ts";

Deno.test("record() wants all names but the optional, and knows no others", () => {
  const shape = record({ a: COUNT, b: COUNT }, ["b"]);
  assertEquals(firstMismatch({ a: 1 }, shape), null);
  assertEquals(firstMismatch({ b: 1 }, shape), 'the document lacks "a"');
  assertEquals(
    firstMismatch({ a: 1, c: 1 }, shape),
    'the document has an unknown "c"',
  );
});

Deno.test("orNull() and oneOf() take what they name and nothing else", () => {
  assertEquals(firstMismatch(null, orNull(record({ a: COUNT }))), null);
  assertEquals(firstMismatch("x", oneOf("x", "y")), null);
  assertEquals(firstMismatch("z", oneOf("x", "y")) === null, false);
});
