import { assert, assertEquals } from "@std/assert";
import { SteadyWatch } from "../../../engine/workers/steady_watch.ts";

const ASKED = { windowNs: 5e9, slopePercent: 10, rangePercent: 20 };

/** Second by second, from a first instant without operations. */
function watched(
  perSecond: readonly number[],
  { asked = ASKED, startNs = 100e9 } = {},
) {
  const watch = new SteadyWatch(asked, "rate");
  const hits: number[] = [];
  let operations = 0;
  watch.add({ atNs: startNs, operations, responseNs: 0 });
  for (const [index, rate] of perSecond.entries()) {
    operations += rate;
    const atNs = startNs + (index + 1) * 1e9;
    if (watch.add({ atNs, operations, responseNs: 0 })) hits.push(index + 1);
  }
  return { hits, reached: watch.reached };
}

Deno.test("SteadyWatch ends as soon as the whole window is even", () => {
  const { hits, reached } = watched([100, 100, 100, 100, 100, 100, 100]);
  assertEquals(hits, [5]);
  assertEquals(reached, {
    afterNs: 5e9,
    of: "rate",
    mean: 100,
    slopePercent: 0,
    rangePercent: 0,
  });
});

Deno.test("SteadyWatch forgets what was before the window", () => {
  const { hits, reached } = watched([900, 700, 300, 100, 101, 99, 100, 102]);
  assertEquals(hits, [8]);
  assertEquals(reached?.afterNs, 8e9);
});

Deno.test("SteadyWatch tells a slope from noise", () => {
  // The same range of 16 %: once up and down, once all the way down.
  const noise = watched([92, 108, 92, 108, 100]);
  assertEquals(noise.hits, [5]);
  const slope = watched([108, 104, 100, 96, 92]);
  assertEquals(slope.hits, []);
  const falling = Array.from({ length: 50 }, (_, at) => 1000 * 0.96 ** at);
  assertEquals(watched(falling).hits, []);
});

Deno.test("SteadyWatch sees one slow second in the window", () => {
  assertEquals(watched([100, 100, 70, 100, 100, 100, 100]).hits, []);
  assertEquals(watched([100, 100, 70, 100, 100, 100, 100, 100]).hits, [8]);
});

Deno.test("SteadyWatch never calls a standstill steady", () => {
  assertEquals(watched([0, 0, 0, 0, 0, 0, 0, 0]).reached, null);
});

Deno.test("SteadyWatch needs three seconds also for one long one", () => {
  const watch = new SteadyWatch({ ...ASKED, windowNs: 3e9 }, "rate");
  const at = (atNs: number) =>
    watch.add({ atNs, operations: atNs / 1e7, responseNs: 0 });
  assertEquals([at(0), at(2e9), at(4e9), at(6e9)], [
    false,
    false,
    false,
    true,
  ]);
  // The same instant again is no second.
  assertEquals(at(6e9), false);
});

Deno.test("SteadyWatch holds an open loop to its response, not to its rate", () => {
  const watch = new SteadyWatch(ASKED, "response");
  let responseNs = 0;
  const hits: number[] = [];
  for (let second = 0; second <= 20; second++) {
    const at = { atNs: second * 1e9, operations: second * 100, responseNs };
    if (watch.add(at)) hits.push(second);
    // The queue grows for eleven seconds at an even rate.
    responseNs += 100 * 1e6 * Math.min(second + 1, 11);
  }
  assertEquals(hits, [14]);
  assertEquals(watch.reached?.of, "response");
  assert((watch.reached?.mean ?? 0) > 10e6);
});
