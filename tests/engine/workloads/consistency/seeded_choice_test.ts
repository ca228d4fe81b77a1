import { assert, assertEquals, assertThrows } from "@std/assert";
import { SeededChoice } from "../../../../engine/workloads/consistency/seeded_choice.ts";

Deno.test("SeededChoice repeats itself, and streams differ", () => {
  const numbers = (seed: number, stream?: number) => {
    const choice = new SeededChoice(seed, stream);
    return Array.from({ length: 8 }, () => choice.next());
  };
  assertEquals(numbers(7), numbers(7));
  assert(numbers(7).join() !== numbers(7, 1).join());
  assert(numbers(7).join() !== numbers(8).join());
});

Deno.test("SeededChoice.pick() gives each its share", () => {
  const choice = new SeededChoice(1);
  const counts = { a: 0, b: 0, c: 0 };
  for (let at = 0; at < 3000; at += 1) {
    counts[
      choice.pick([
        { choice: "a" as const, weight: 1 },
        { choice: "b" as const, weight: 2 },
        { choice: "c" as const, weight: 0 },
      ])
    ] += 1;
  }
  assertEquals(counts.c, 0);
  assert(counts.a > 900 && counts.a < 1100, `${counts.a}`);
});

Deno.test("SeededChoice.pick() refuses to choose from nothing", () => {
  assertThrows(() => new SeededChoice(1).pick([]), RangeError);
});
