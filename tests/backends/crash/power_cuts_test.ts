import { assertEquals } from "@std/assert";
import { cutState, cutStates } from "../../../backends/crash/power_cuts.ts";
import { putSubject } from "../../../backends/crash/put_subject.ts";
import { workOf } from "../../../backends/crash/subject.ts";

const SUBJECT = putSubject({ id: "s", promise: "p", method: "put" });

Deno.test("cutStates() are distinct, and each is made again by its name", async () => {
  const cuts = await workOf(SUBJECT, 3);
  const states = [...cutStates(cuts)];
  assertEquals(new Set(states.map(({ name }) => name)).size, states.length);
  for (const state of states.filter((_, at) => at % 97 === 0)) {
    assertEquals(cutState(cuts, state.name), state);
  }
  assertEquals(states.some(({ lost }) => lost.includes("the rename of")), true);
});

Deno.test("cutState() knows no state that cannot be", async () => {
  const cuts = await workOf(SUBJECT, 3);
  for (const name of ["", "x.1", "-1.0", "1e9.0", "0.5"]) {
    assertEquals(cutState(cuts, name), undefined, name);
  }
});
