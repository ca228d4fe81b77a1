import { assertEquals, assertThrows } from "@std/assert";
import { type Mutant, Mutants } from "../../../backends/reference/mutants.ts";

interface Decisions {
  readonly size: { readonly value: number; readonly about: string };
}

const TABLE: readonly Mutant<Decisions>[] = [
  {
    name: "double",
    text: "Doubles what is not zero",
    changes: { size: (n) => n === 0 ? undefined : { value: 2 * n } },
  },
  {
    name: "draw",
    text: "Draws a number",
    changes: { size: (_n, _about, draw) => ({ value: draw(1000) }) },
  },
];

Deno.test("decide() is honest when nothing is armed", () => {
  const mutants = new Mutants(TABLE);
  assertEquals(mutants.decide("size", 3, "x"), 3);
  assertEquals(mutants.isArmed, false);
});

Deno.test("decide() lies on the hits that it is told to, and counts", () => {
  const mutants = new Mutants(TABLE, [
    { name: "double", after: 1, every: 2, count: 2 },
  ]);
  const values = [1, 1, 0, 1, 1, 1, 1, 1].map((n) =>
    mutants.decide("size", n, "x")
  );
  // The zero is no hit: the lie would change nothing there.
  assertEquals(values, [1, 1, 0, 2, 1, 2, 1, 1]);
  assertEquals(mutants.fired("double"), 2);
  assertEquals(mutants.fired("draw"), 0);
});

Deno.test("the same seed lies in the same way", () => {
  const draws = (seed: number) => {
    const mutants = new Mutants(TABLE, [{ name: "draw", seed }]);
    return [1, 2, 3].map(() => mutants.decide("size", 0, "x"));
  };
  assertEquals(draws(7), draws(7));
  assertEquals(draws(7).join() === draws(8).join(), false);
});

Deno.test("a mutant that is not in the table cannot be armed", () => {
  assertThrows(
    () => new Mutants(TABLE, [{ name: "dubble" }]),
    RangeError,
    "double, draw",
  );
});

Deno.test("arm() replaces what was armed, and counts anew", () => {
  const mutants = new Mutants(TABLE, [{ name: "double", count: 0 }]);
  assertEquals(mutants.decide("size", 3, "x"), 3);
  mutants.arm([{ name: "double", count: 1 }]);
  assertEquals(mutants.decide("size", 3, "x"), 6);
  assertEquals(mutants.decide("size", 3, "x"), 3);
  assertThrows(() => mutants.arm([{ name: "dubble" }]), RangeError);
  assertEquals(mutants.fired("double"), 1);
});
