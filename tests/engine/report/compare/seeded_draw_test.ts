import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { seededDraw } from "../../../../engine/report/compare/seeded_draw.ts";

function some(seed: string, count: number): number[] {
  const draw = seededDraw(seed);
  return Array.from({ length: count }, () => draw());
}

Deno.test("seededDraw() repeats itself with its seed, and only with it", () => {
  assertEquals(some("a", 5), some("a", 5));
  assertNotEquals(some("a", 5), some("b", 5));
});

Deno.test("seededDraw() spreads evenly from 0 to below 1", () => {
  const drawn = some("even", 20_000);
  assert(drawn.every((one) => one >= 0 && one < 1));
  for (let part = 0; part < 10; part++) {
    const count = drawn.filter((one) => Math.floor(one * 10) === part).length;
    // Six standard deviations of 20,000 draws in ten parts.
    assert(Math.abs(count - 2000) < 255, `${count} in part ${part}`);
  }
});
