import { assert, assertEquals, assertThrows } from "@std/assert";
import { compareReports } from "../../../../engine/report/compare/compare_reports.ts";
import { isHigherBetter } from "../../../../engine/report/compare/compare_reports.ts";
import { groupOf, OPTIONS } from "./comparison_fixture.ts";

const SLOW = [200e3, 202e3, 198e3, 201e3];
const FAST = [100e3, 101e3, 99e3, 102e3];

function p99(base: number[], other: number[]) {
  const { rows } = compareReports(
    [groupOf("A", base), groupOf("B", other)],
    OPTIONS,
  );
  return rows.find(({ metric }) => metric === "p99")?.differences[0];
}

Deno.test("compareReports() tells faster from slower, in time", () => {
  assertEquals(p99(SLOW, FAST)?.outcome, "faster");
  assertEquals(p99(FAST, SLOW)?.outcome, "slower");
  assertEquals(p99(SLOW, FAST)?.effect, -1);
  assert(isHigherBetter("iops") && !isHigherBetter("p99"));
});

Deno.test("compareReports() shows no difference between like runs", () => {
  assertEquals(p99(FAST, FAST)?.outcome, "no difference shown");
});

Deno.test("compareReports() has no verdict from three runs, however clear", () => {
  const found = p99(SLOW.slice(1), FAST);
  assertEquals([found?.outcome, found?.interval], ["too few runs", null]);
});

Deno.test("compareReports() has no verdict on too few samples", () => {
  const { rows } = compareReports(
    [groupOf("A", SLOW), groupOf("B", FAST)],
    OPTIONS,
  );
  assertEquals(rows.every(({ isUncertain }) => !isUncertain), true);
});

Deno.test("compareReports() is the same with the same seed", () => {
  const of = (seed: string) =>
    compareReports([groupOf("A", SLOW), groupOf("B", [1e5, 3e5, 2e5, 4e5])], {
      ...OPTIONS,
      seed,
    }).rows;
  assertEquals(of("7"), of("7"));
});

Deno.test("compareReports() says what only one group has", () => {
  const alone = { ...groupOf("B", FAST), target: "nobody" };
  const { rows, warnings } = compareReports(
    [groupOf("A", SLOW), alone],
    OPTIONS,
  );
  assertEquals(rows[0]?.differences, []);
  assert(warnings.some((one) => one.startsWith("Not in B")), warnings.join());
});

Deno.test("compareReports() refuses groups without any run", () => {
  assertThrows(() => compareReports([], OPTIONS), RangeError);
  assertThrows(
    () => compareReports([{ name: "A", reports: [] }], OPTIONS),
    RangeError,
  );
});
