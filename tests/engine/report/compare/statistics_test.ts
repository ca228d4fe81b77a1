import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  changeInterval,
  changeOf,
  cliffsDelta,
  effectWord,
  median,
  rankTest,
} from "../../../../engine/report/compare/statistics.ts";
import { seededDraw } from "../../../../engine/report/compare/seeded_draw.ts";

const BASE = [100, 102, 98, 101, 99, 103];
const OTHER = [110, 113, 108, 111, 109, 115];

Deno.test("median() is the middle, or between the two in the middle", () => {
  assertEquals([median([3, 1, 2]), median([4, 1, 2, 3])], [2, 2.5]);
  assertThrows(() => median([]), RangeError);
});

Deno.test("changeOf() is a share of the base, and none of nothing", () => {
  assertAlmostEquals(changeOf([100, 100], [110, 130]) ?? 0, 0.2);
  assertEquals(changeOf([0], [1]), null);
});

Deno.test("changeInterval() agrees with 100,000 resamples made elsewhere", () => {
  const draw = seededDraw("interval");
  const [low, high] =
    changeInterval(BASE, OTHER, { draw, resamples: 10_000 }) ??
      [0, 0];
  // Python: random.choices of both, statistics.median, the 2.5 % and 97.5 %.
  assertAlmostEquals(low, 0.0728, 0.006);
  assertAlmostEquals(high, 0.14, 0.006);
});

Deno.test("changeInterval() of runs that never differ is exact", () => {
  const draw = seededDraw("x");
  assertEquals(
    changeInterval([10, 10, 10, 10], [20, 20, 20, 20], { draw, resamples: 50 }),
    [1, 1],
  );
});

Deno.test("rankTest() has the values of the tables of Mann and Whitney", () => {
  assertAlmostEquals(rankTest([1, 2, 3, 4], [5, 6, 7, 8]), 2 / 70);
  assertAlmostEquals(rankTest([1, 2, 3], [4, 5, 6]), 2 / 20);
  assertAlmostEquals(rankTest([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]), 2 / 252);
  assertAlmostEquals(rankTest([1, 3, 5, 7], [2, 4, 6, 8]), 48 / 70);
  assertEquals(rankTest([5, 5, 5], [5, 5, 5]), 1);
});

/** Every choice of the runs of the base, one by one. */
function byHand(base: number[], other: number[]): number {
  const all = [...base, ...other];
  const ranks = all.map((value) =>
    all.filter((one) => one < value).length +
    (all.filter((one) => one === value).length + 1) / 2
  );
  const middle = base.length * (all.length + 1) / 2;
  const sumOf = (chosen: (at: number) => boolean) =>
    ranks.reduce((sum, rank, at) => chosen(at) ? sum + rank : sum, 0);
  const distance = Math.abs(sumOf((at) => at < base.length) - middle);
  let [uneven, ways] = [0, 0];
  for (let mask = 0; mask < 2 ** all.length; mask++) {
    const has = (at: number) => (mask >> at & 1) === 1;
    if (all.filter((_, at) => has(at)).length !== base.length) continue;
    ways++;
    if (Math.abs(sumOf(has) - middle) >= distance - 1e-9) uneven++;
  }
  return uneven / ways;
}

Deno.test("rankTest() counts every way, with ties too", () => {
  const draw = seededDraw("ties");
  const value = () => Math.floor(draw() * 6);
  for (let time = 0; time < 20; time++) {
    const base = Array.from({ length: 4 }, value);
    const other = Array.from({ length: 3 + time % 3 }, value);
    assertAlmostEquals(rankTest(base, other), byHand(base, other), 1e-9);
  }
});

Deno.test("rankTest() calls equal runs different in one of twenty at most", () => {
  const draw = seededDraw("null");
  const run = () => Array.from({ length: 6 }, draw);
  let different = 0;
  for (let time = 0; time < 1000; time++) {
    if (rankTest(run(), run()) <= 0.05) different++;
  }
  assert(different < 75, `${different} of 1000`);
});

Deno.test("cliffsDelta() goes from all lower to all higher", () => {
  assertEquals(cliffsDelta([1, 2], [3, 4]), 1);
  assertEquals(cliffsDelta([3, 4], [1, 2]), -1);
  assertEquals(cliffsDelta([1, 2], [1, 2]), 0);
  assertEquals([0.1, -0.2, 0.4, 1].map(effectWord), [
    "negligible",
    "small",
    "medium",
    "large",
  ]);
});
