/** The promises of cmd/suggest.ts. */
import { assertEquals } from "@std/assert";
import { didYouMean, editDistance, nearestWord } from "../../cmd/suggest.ts";

const WORDS = ["run", "plan", "verify", "profiles", "targets"];

Deno.test("nearestWord() finds a word with a letter wrong, missing or extra", () => {
  assertEquals(nearestWord("verifi", WORDS), "verify");
  assertEquals(nearestWord("verfy", WORDS), "verify");
  assertEquals(nearestWord("targetss", WORDS), "targets");
});

Deno.test("nearestWord() counts a swap of neighbours once", () => {
  assertEquals(editDistance("rnu", "run"), 1);
  assertEquals(nearestWord("rnu", WORDS), "run");
});

Deno.test("nearestWord() finds a word by its beginning and in capitals", () => {
  assertEquals(nearestWord("prof", WORDS), "profiles");
  assertEquals(nearestWord("PLAN", WORDS), "plan");
});

Deno.test("nearestWord() does not guess when nothing is near", () => {
  assertEquals(nearestWord("elephant", WORDS), undefined);
  assertEquals(nearestWord("x", WORDS), undefined);
});

Deno.test("didYouMean() continues a sentence, or adds nothing", () => {
  assertEquals(didYouMean("plam", WORDS), ' (did you mean "plan"?)');
  assertEquals(didYouMean("elephant", WORDS), "");
});
