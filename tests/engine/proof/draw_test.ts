import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { drawFor, runIdFor } from "../../../engine/proof/draw.ts";

function row(...words: string[]): number[] {
  const draw = drawFor(...words);
  return Array.from({ length: 50 }, () => draw(1000));
}

Deno.test("drawFor() repeats its numbers for the same words only", () => {
  assertEquals(row("7", "s3", "zeroed"), row("7", "s3", "zeroed"));
  assertNotEquals(row("7", "s3", "zeroed"), row("8", "s3", "zeroed"));
  assertNotEquals(row("7", "s3", "zeroed"), row("7", "az", "zeroed"));
});

Deno.test("drawFor() draws below its bound, and all of it", () => {
  const draw = drawFor("seed");
  const drawn = new Set(Array.from({ length: 200 }, () => draw(5)));
  assertEquals([...drawn].sort(), [0, 1, 2, 3, 4]);
});

Deno.test("runIdFor() gives a run id for each list of words", () => {
  assert(/^[0-9a-f]{16}$/.test(runIdFor("7", "file")));
  assertNotEquals(runIdFor("7", "file"), runIdFor("7", "direct"));
  assertEquals(runIdFor("7", "file"), runIdFor("7", "file"));
});
