/** Promises of `engine/profile/nearest_word.ts`. */
import { assertEquals } from "@std/assert";
import {
  didYouMean,
  nearestWord,
} from "../../../engine/profile/nearest_word.ts";

const KNOWN = ["sequential", "random", "blockSize"];

Deno.test("nearestWord() forgives one slip of each kind", () => {
  for (const word of ["sequntial", "sequenntial", "sequintial", "seqeuntial"]) {
    assertEquals(nearestWord(word, KNOWN), "sequential");
  }
  assertEquals(nearestWord("blocksize", KNOWN), "blockSize");
});

Deno.test("nearestWord() does not guess from afar", () => {
  assertEquals(nearestWord("write", KNOWN), null);
  assertEquals(nearestWord("", KNOWN), null);
});

Deno.test("didYouMean() lists what is known when nothing is near", () => {
  assertEquals(didYouMean("randon", KNOWN), ' (did you mean "random"?)');
  assertEquals(
    didYouMean("x", KNOWN),
    ": known are sequential, random, blockSize",
  );
});
