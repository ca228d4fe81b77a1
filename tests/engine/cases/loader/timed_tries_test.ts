/** Promises of `engine/cases/loader/timed_tries.ts`. */
import { assertEquals, assertRejects } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import { CaseFailed } from "../../../../engine/cases/case_failed.ts";
import { withinTries } from "../../../../engine/cases/loader/timed_tries.ts";

Deno.test("withinTries() measures again what came too late, five times at most", async () => {
  let tries = 0;
  const measure = (good: number) => () => {
    tries++;
    if (tries >= good) return Promise.resolve("in time");
    return Promise.reject(new CaseFailed("late"));
  };
  assertEquals(await withinTries(measure(3)), "in time");
  tries = 0;
  await assertRejects(
    () => withinTries(measure(9)),
    CaseFailed,
    "late, in the last of 5 tries",
  );
  assertEquals(tries, 5);
});

Deno.test("withinTries() never tries wrong samples twice", async () => {
  let tries = 0;
  await assertRejects(() =>
    withinTries(() => {
      tries++;
      return Promise.reject(new CaseBroken("wrong"));
    }), CaseBroken);
  assertEquals(tries, 1);
});
