import { assertEquals, assertRejects } from "@std/assert";
import { failNth } from "./fail_nth.ts";

/** A run of `operations`, of which one fails. */
function over(operations: number, plans: string[]) {
  return (plan: string) => {
    plans.push(plan);
    const after = Number(/:after=(\d+)/.exec(plan)?.[1]);
    return Promise.resolve({ end: after, hasFired: after < operations });
  };
}

Deno.test("failNth() fails each operation once, and ends with a whole run", async () => {
  const plans: string[] = [];
  const judged: number[] = [];
  const whole: number[] = [];
  const count = await failNth({
    ...{ point: "fs.sync.fail:arg=28", runsMax: 9, run: over(3, plans) },
    judge: (_, nth) => void judged.push(nth),
    judgeWhole: (end) => void whole.push(end),
  });
  assertEquals([count, judged, whole], [3, [1, 2, 3], [3]]);
  assertEquals(plans[0], "fs.sync.fail:arg=28:after=0:count=1");
});

Deno.test("failNth() does not go on for ever", async () => {
  const tried = failNth({
    ...{ point: "x", runsMax: 4, run: over(Infinity, []) },
    judge: () => {},
    judgeWhole: () => {},
  });
  await assertRejects(() => tried, Error, "more than 4 times");
});
