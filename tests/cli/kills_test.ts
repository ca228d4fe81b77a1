/**
 * Runs that are killed at random moments, judged by `verify`. A few of the 200
 * that `deno task soak` makes; another seed: `SOAK_SEED`.
 */
import { assertEquals } from "@std/assert";
import { killMoments } from "../_support/kill_moments.ts";
import { killOnce } from "../_support/kill_run.ts";

const SEED = Number(Deno.env.get("SOAK_SEED") ?? 20261121);
const COUNT = 11;

killMoments(SEED, COUNT).forEach((moment, index) => {
  const { afterMs, damages, scenario } = moment;
  const what = damages ? ", and damage after it is found" : "";
  Deno.test(`kill ${index} of ${scenario.name} is judged right${what}`, async () => {
    const where = `seed ${SEED}, moment ${index}, after ${afterMs} ms`;
    let said = "";
    const outcome = await killOnce(moment).catch((error) => {
      said = String(error);
    });
    assertEquals(said, "", where);
    if (damages) assertEquals(outcome, "damage found", where);
  });
});

Deno.test("killMoments() repeats by its seed, and takes every scenario", () => {
  assertEquals(killMoments(3, 40), killMoments(3, 40));
  const names = killMoments(3, 40).map(({ scenario }) => scenario.name);
  assertEquals(new Set(names).size, 11);
});
