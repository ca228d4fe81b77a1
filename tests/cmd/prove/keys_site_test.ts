import { assertEquals } from "@std/assert";
import { putAtRest, wholeKey } from "../../../cmd/prove/keys_site.ts";

Deno.test("wholeKey() is a place of any unit", () => {
  assertEquals(wholeKey("k"), { role: "damaged", object: "k", units: null });
});

Deno.test("putAtRest() puts what every reading finds", () => {
  const { put } = putAtRest([wholeKey("k")]);
  assertEquals([put.how, put.lasts, put.places.length], ["at rest", true, 1]);
});
